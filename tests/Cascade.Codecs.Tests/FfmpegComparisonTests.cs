namespace Cascade.Tests;

/// <summary>Without ffmpeg files sound as with it.</summary>
[Parallelizable]
public sealed class FfmpegComparisonTests
{
    [TestCaseSource(typeof(EncodedFile), nameof(EncodedFile.Cases))]
    public async Task File_SoundsAsFfmpegDecodesIt(object kind)
    {
        EncodedFile file = (EncodedFile)kind;
        (AudioFormat expectedFormat, float[] own) = await Decoding.ReadAsync(file.Path, Ffmpeg.Path);
        float[] expected = Ffmpeg.Decode(file.Path);
        (AudioFormat format, float[] samples) = await Decoding.ReadAsync(file.Path);
        double decibels = Decoding.DecibelsBelow(expected, samples);
        TestContext.Out.WriteLine($"{file.Name}: {decibels:0.0} dB, {samples.Length} samples, ffmpeg {expected.Length}; {Decoding.DecibelsBelow(own, samples):0.0} dB from ffmpeg as it decodes by itself");
        Assert.That(format, Is.EqualTo(expectedFormat));
        Assert.That(decibels, Is.GreaterThan(file.Decibels));
        Assert.That(samples.Length, Is.EqualTo(expected.Length).Within(format.Channels * format.SampleRateHz / 20));
    }

    [TestCaseSource(typeof(EncodedFile), nameof(EncodedFile.Cases))]
    public async Task File_HasTheSegmentsThatFfmpegGives(object kind)
    {
        EncodedFile file = (EncodedFile)kind;
        await using AudioFile audio = await AudioFile.OpenAsync(file.Path);
        Assert.That(await Decoding.SegmentsAsync(file.Path), Is.EqualTo(await Decoding.SegmentsAsync(Ffmpeg.Decode(file.Path), audio.Format)).And.Not.Empty);
    }

    [Test]
    public Task Mp3At8kHz_IsRefusedBecauseItWouldBeWrong() => AssertRefusedAsync(EncodedFile.Mp3At8kHz, "8000 Hz");

    [Test]
    public Task VorbisOfMoreThanTwoChannels_IsRefusedBecauseItWouldBeWrong() => AssertRefusedAsync(EncodedFile.SurroundVorbis, "found 6");

    private static async Task AssertRefusedAsync(EncodedFile file, string found)
    {
        AudioFormatException fault = (await Assert.ThrowsAsync<AudioFormatException>(async () => await AudioFile.OpenAsync(file.Path)))!;
        Assert.That(fault.Message, Does.Contain(file.Path).And.Contain(found).And.Contain("ffmpeg"));
    }
}
