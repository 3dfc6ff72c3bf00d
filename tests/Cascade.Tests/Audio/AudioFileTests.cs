using System.Runtime.InteropServices;

namespace Cascade.Tests.Audio;

/// <summary>Audio that has a header and no path, as hosts open it.</summary>
[Parallelizable(ParallelScope.All)]
internal sealed class AudioFileTests
{
    private static readonly SpeechTimestampsOptions Options = new();

    [Test]
    public async Task WavOnAStream_GivesWhatTheFileGives()
    {
        SpeechTimestamps expected = await SpeechTimestamps.DetectFileAsync(Recording.Conversation.Path, Options);
        byte[] wav = await File.ReadAllBytesAsync(Recording.Conversation.Path);

        await using AudioFile file = await AudioFile.OpenAsync(new TrickleStream(wav, atOnce: 5_001));
        SpeechTimestamps found = await SpeechTimestamps.DetectAsync(file.Pcm, file.Format, Options);

        Assert.That((found.Samples, found.Speech, found.Probabilities), Is.EqualTo((expected.Samples, expected.Speech, expected.Probabilities)));
        Assert.That((found.Truncation, file.Truncation), Is.EqualTo(((object?)null, (object?)null)));
    }

    [TestCase(0)]
    [TestCase(1)]
    public async Task ChannelOfAFile_IsTheOneListenedTo(int channel)
    {
        byte[] stereo = new byte[2 * Recording.Conversation.Audio.Length];
        Span<short> samples = MemoryMarshal.Cast<byte, short>(stereo.AsSpan());
        ReadOnlySpan<short> speech = MemoryMarshal.Cast<byte, short>(Recording.Conversation.Audio);
        for (int i = 0; i < speech.Length; i++)
        {
            samples[(2 * i) + 1] = speech[i]; // the left is silent
        }

        byte[] wav = WavBuilder.Riff(WavBuilder.Format(1, 2, 16_000, 16), WavBuilder.Chunk("data", stereo));
        await using AudioFile file = await AudioFile.OpenAsync(new MemoryStream(wav));
        SpeechTimestamps found = await SpeechTimestamps.DetectAsync(file.Pcm, file.Format with { Channel = channel }, Options);

        SpeechTimestamps mono = await SpeechTimestamps.DetectFileAsync(Recording.Conversation.Path, Options);
        Assert.That(found.Speech, Is.EqualTo(channel == 0 ? [] : mono.Speech));
    }

    [TestCase(null, 1.5)]
    [TestCase(64_000u, 2.0)]
    [TestCase(0xFFFFFFFF, null)]
    public async Task Duration_IsWhatTheHeaderStates(uint? dataSize, double? seconds)
    {
        byte[] wav = WavBuilder.Riff(WavBuilder.Format(1, 1, 16_000, 16), WavBuilder.Chunk("data", new byte[48_000], dataSize));

        await using AudioFile file = await AudioFile.OpenAsync(new MemoryStream(wav));

        Assert.That(file.Duration?.TotalSeconds, Is.EqualTo(seconds));
    }

    [Test]
    public async Task FileThatIsCutOff_SaysSoOnceItHasBeenRead()
    {
        byte[] wav = WavBuilder.Riff(WavBuilder.Format(1, 1, 16_000, 16), WavBuilder.Chunk("data", new byte[32_000], 64_000));
        await using AudioFile file = await AudioFile.OpenAsync(new MemoryStream(wav));
        AudioFormatException? before = file.Truncation;

        await file.Pcm.CopyToAsync(Stream.Null);

        Assert.That(before, Is.Null);
        Assert.That(file.Truncation?.Message, Does.Contain("expected 64000 bytes of audio, found 32000"));
    }

    [TestCase(0, null)]
    [TestCase(3, "expected 4 bytes for all channels, found 3")]
    public async Task StreamThatEndsInsideASample_SaysSo(int extra, string? words)
    {
        SpeechTimestamps found = await SpeechTimestamps.DetectAsync(new MemoryStream(new byte[8_000 + extra]), new AudioFormat(8_000, 2), Options);

        Assert.That(found.Samples, Is.EqualTo(4_000));
        Assert.That(found.Truncation?.Message, words is null ? Is.Null : Does.Contain(words));
    }

    [Test]
    public async Task Resegmentation_GivesWhatANewSearchGives()
    {
        SpeechTimestampsOptions other = Options with { Threshold = 0.2, ExitThreshold = 0.1, MinimumSilence = TimeSpan.FromMilliseconds(300), SpeechPad = TimeSpan.FromMilliseconds(80), MinimumSpeech = TimeSpan.Zero };
        SpeechTimestamps first = await SpeechTimestamps.DetectFileAsync(Recording.Conversation.Path, Options);
        SpeechTimestamps anew = await SpeechTimestamps.DetectFileAsync(Recording.Conversation.Path, other);

        SpeechTimestamps resegmented = first.Resegment(other);

        Assert.That(first.Speech, Is.Not.EqualTo(anew.Speech));
        Assert.That((resegmented.Samples, resegmented.Speech, resegmented.Probabilities), Is.EqualTo((anew.Samples, anew.Speech, anew.Probabilities)));
        Assert.That(() => first.Resegment(other with { Threshold = 0 }), Throws.TypeOf<ArgumentOutOfRangeException>());
    }
}
