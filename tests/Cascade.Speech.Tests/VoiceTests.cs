using Cascade.Speech.Tests.Support;
using Microsoft.Extensions.AI;

namespace Cascade.Speech.Tests;

/// <summary>Real voices.</summary>
internal sealed class VoiceTests
{
    private const string Text = "Hello, how are you today? I would like to book a table.";

    private static readonly SystemVoiceOptions Flite = new() { Engine = SystemVoice.Flite, LoggerFactory = TestLog.Factory, Timeout = TimeSpan.FromMinutes(1) };
    private static readonly SystemVoiceOptions Espeak = new() { Engine = SystemVoice.EspeakNg, Timeout = TimeSpan.FromMinutes(1) };

    [Test]
    public async Task Flite_SpeaksWhatPocketsphinxUnderstands()
    {
        await using SystemTextToSpeechClient voice = new(Flite);
        await using SpeechWorkers workers = new(Pools.SphinxOptions with { Count = 1 });
        byte[] wav = await WavAsync(voice, "hello how are you today");
        Assert.That((await workers.GetTextAsync(new MemoryStream(wav))).Text, Is.EqualTo("hello how are you today"));
    }

    [Test]
    public async Task Flite_StreamsSentences_WithWordsAndPhonemesOnOneClock()
    {
        await using SystemTextToSpeechClient voice = new(Flite);
        List<TextToSpeechResponseUpdate> updates = [];
        await foreach (TextToSpeechResponseUpdate update in voice.GetStreamingAudioAsync(Text))
        {
            updates.Add(update);
        }

        TextToSpeechResponseUpdate[] audio = [.. updates.Where(update => update.Kind == TextToSpeechResponseUpdateKind.AudioUpdating)];
        TextToSpeechResponseUpdate[] sentences = [.. audio.Where(update => update.AdditionalProperties is not null)];
        Assert.That(sentences, Has.Length.EqualTo(2), "two sentences, each announced by its first piece");
        SpeechWord[] words = [.. sentences.SelectMany(sentence => SpeechWords.Of(sentence.AdditionalProperties))];
        Assert.That(words.Select(word => word.Text), Is.EqualTo("hello how are you today i would like to book a table".Split(' ')));
        Assert.That(words.Select(word => word.Start), Is.Ordered);
        double seconds = audio.Sum(update => update.Contents.OfType<DataContent>().Single().Data.Length) / 32_000.0;
        Assert.That(words[^1].End.TotalSeconds, Is.EqualTo(seconds).Within(0.5), "the last word ends shortly before the audio");
        SpeechWord[] phonemes = [.. sentences.SelectMany(sentence => (IReadOnlyList<SpeechWord>)sentence.AdditionalProperties![SystemTextToSpeechClient.PhonemesProperty]!)];
        Assert.That(phonemes[1].Text, Is.EqualTo("hh"));
        Assert.That(phonemes[1].Start, Is.EqualTo(words[0].Start).Within(TimeSpan.FromMilliseconds(10)));
        Assert.That(audio[0].Contents.OfType<DataContent>().Single().MediaType, Is.EqualTo("audio/pcm;rate=16000;channels=1"));
    }

    [Test]
    public async Task EspeakNg_StreamsAudioOfItsOwnRate()
    {
        await using SystemTextToSpeechClient voice = new(Espeak);
        int pieces = 0;
        await foreach (TextToSpeechResponseUpdate update in voice.GetStreamingAudioAsync(Text))
        {
            pieces += update.Kind == TextToSpeechResponseUpdateKind.AudioUpdating ? 1 : 0;
        }

        Assert.That(pieces, Is.GreaterThan(10));
        await using AudioFile file = await AudioFile.OpenAsync(new MemoryStream(await WavAsync(voice, Text)));
        Assert.That(file.Format.SampleRateHz, Is.EqualTo(22_050));
    }

    [TestCase(SystemVoice.Flite)]
    [TestCase(SystemVoice.EspeakNg)]
    public async Task Speed_ChangesTheLength(SystemVoice engine)
    {
        await using SystemTextToSpeechClient voice = new((engine == SystemVoice.Flite ? Flite : Espeak));
        int own = (await WavAsync(voice, Text)).Length;
        int fast = (await WavAsync(voice, Text, new() { Speed = 2 })).Length;
        Assert.That(fast, Is.InRange(own * 0.35, own * 0.75));
        Assert.That((await WavAsync(voice, Text)).Length, Is.EqualTo(own), "of one call only");
    }

    [TestCase(SystemVoice.Flite)]
    [TestCase(SystemVoice.EspeakNg)]
    public async Task TextThatNoVoiceSays_IsAFault(SystemVoice engine)
    {
        await using SystemTextToSpeechClient voice = new(engine == SystemVoice.Flite ? Flite : Espeak);
        await Assert.ThatAsync(() => voice.GetAudioAsync(" \n"), Throws.ArgumentException);
        await Assert.ThatAsync(() => voice.GetAudioAsync(new string('a', 8_001)), Throws.InstanceOf<ArgumentException>());
        await Assert.ThatAsync(() => voice.GetAudioAsync(Text, new() { Speed = 9 }), Throws.InstanceOf<ArgumentException>());
        await Assert.ThatAsync(() => voice.GetAudioAsync(Text, new() { AudioFormat = "mp3" }), Throws.InstanceOf<NotSupportedException>());
    }

    [Test]
    public async Task Canceled_EndsAtOnce([Values(SystemVoice.Flite, SystemVoice.EspeakNg)] SystemVoice engine)
    {
        await using SystemTextToSpeechClient voice = new(engine == SystemVoice.Flite ? Flite : Espeak);
        using CancellationTokenSource cancellation = new();
        await cancellation.CancelAsync();
        await Assert.ThatAsync(() => voice.GetAudioAsync(Text, cancellationToken: cancellation.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(Linux.CountZombies(), Is.Zero);
    }

    [Test]
    public async Task VoiceThatIsNotInstalled_IsNamed()
    {
        await using SystemTextToSpeechClient flite = new(Flite with { Voice = "nobody" });
        await using SystemTextToSpeechClient espeak = new(Espeak with { Voice = "nobody" });
        Assert.That((await Assert.ThrowsAsync<SpeechWorkerException>(() => flite.GetAudioAsync(Text)))!.Message, Does.Contain("nobody"));
        Assert.That((await Assert.ThrowsAsync<SpeechWorkerException>(() => espeak.GetAudioAsync(Text)))!.Reason, Is.EqualTo(SpeechWorkerFailure.EngineFailed));
        Assert.Throws<ArgumentException>(() => _ = new SystemTextToSpeechClient(new() { Voice = "--path=/" }));
    }

    private static async Task<byte[]> WavAsync(SystemTextToSpeechClient voice, string text, TextToSpeechOptions? options = null) =>
        (await voice.GetAudioAsync(text, options)).Contents.OfType<DataContent>().Single().Data.ToArray();
}
