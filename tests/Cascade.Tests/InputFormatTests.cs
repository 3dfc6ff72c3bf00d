using System.Runtime.InteropServices;

namespace Cascade.Tests;

/// <summary>Input of any format gives the results of the same audio at 16 kHz, and its own bytes back where they are asked for.</summary>
[Parallelizable]
public sealed class InputFormatTests
{
    private static readonly StreamProcessorOptions Options = new() { Engine = VadEngine.OnnxRuntime(shareSession: true) };

    private static IEnumerable<AudioFormat> Lossless()
    {
        yield return new AudioFormat(16_000, 1, SampleEncoding.Signed16BigEndian);
        yield return new AudioFormat(16_000, 1, SampleEncoding.Signed24);
        yield return new AudioFormat(16_000, 1, SampleEncoding.Signed32BigEndian);
        yield return new AudioFormat(16_000, 1, SampleEncoding.Float32);
        yield return new AudioFormat(16_000, 1, SampleEncoding.Float64BigEndian);
        yield return new AudioFormat(16_000, 2);
        yield return new AudioFormat(16_000, 3, SampleEncoding.Float32) { Channel = 1 };
    }

    [TestCaseSource(nameof(Lossless))]
    public async Task LosslessEncoding_GivesTheSameResultsToTheBit(AudioFormat format)
    {
        byte[] input = Encode(Recording.Conversation.Audio, format);
        List<CascadeResult> expected = await RunAsync(Options, Recording.Conversation.Audio);
        List<CascadeResult> results = await RunAsync(Options with { InputFormat = format }, input);
        Assert.That(results.Select(Drive.Describe), Is.EqualTo(expected.Select(r => (r with { Origin = results[0].Origin }).Describe())));
        Assert.That(results.Select(r => r.Channel), Has.All.EqualTo(format.Channel));
    }

    [TestCase(8_000)]
    [TestCase(44_100)]
    [TestCase(48_000)]
    public async Task AnyChunking_GivesTheSameResults(int rateHz)
    {
        AudioFormat format = new(rateHz, 2, SampleEncoding.Float32);
        byte[] input = Upsampled(format);
        StreamProcessorOptions options = Options with { InputFormat = format, Speech = Options.Speech with { Results = ResultKinds.All } };
        List<CascadeResult> whole = await RunAsync(options, input);
        foreach (int[] sizes in new[] { new[] { 7, 8192 }, [1023], [100_000, 1, 2, 3] })
        {
            Assert.That((await RunAsync(options, input, sizes)).Select(Drive.Describe), Is.EqualTo(whole.Select(Drive.Describe)));
        }
    }

    [TestCase(44_100)]
    [TestCase(48_000)]
    [TestCase(96_000)]
    public async Task HigherRates_GiveSegmentsWithinAFrame(int rateHz)
    {
        AudioFormat format = new(rateHz, 2, SampleEncoding.Float32);
        List<SpeechSegment> expected = [.. (await RunAsync(Options, Recording.Conversation.Audio)).OfType<SpeechSegment>()];
        List<SpeechSegment> found = [.. (await RunAsync(Options with { InputFormat = format }, Upsampled(format))).OfType<SpeechSegment>()];
        Assert.That(found, Has.Count.EqualTo(expected.Count));
        Assert.That(found.Zip(expected), Has.All.Matches<(SpeechSegment Found, SpeechSegment Expected)>(pair =>
            Math.Abs(pair.Found.StartSample - pair.Expected.StartSample) <= 512 && Math.Abs(pair.Found.EndSample - pair.Expected.EndSample) <= 512));
    }

    [TestCase(16_000, 1, SampleEncoding.Signed16)]
    [TestCase(48_000, 2, SampleEncoding.Float32)]
    [TestCase(44_100, 1, SampleEncoding.Signed24)]
    [TestCase(8_000, 1, SampleEncoding.MuLaw)]
    public async Task OriginalBytes_AreThoseOfTheRange(int rateHz, int channels, SampleEncoding encoding)
    {
        AudioFormat format = new(rateHz, channels, encoding);
        byte[] input = Upsampled(format);
        StreamProcessorOptions options = Options with { InputFormat = format, Audio = ResultAudio.Input, Speech = Options.Speech with { MaximumSpeech = TimeSpan.FromSeconds(3) } };
        List<CascadeResult> results = await RunAsync(options, input, 4001);
        Assert.That(results.OfType<SpeechSegment>().Count(), Is.GreaterThan(3));
        foreach (CascadeResult result in results)
        {
            long start = ByteOf(result.StartSample);
            long end = Math.Min(ByteOf(result.EndSample), input.Length);
            ReadOnlyMemory<byte> audio = result is SpeechSegment segment ? segment.Audio : ((AudioFrame)result).Audio;
            Assert.That(audio.Span.SequenceEqual(input.AsSpan((int)start..(int)end)), $"{result.GetType().Name} {result.StartSample} to {result.EndSample}");
        }

        long ByteOf(long sample) => ((sample * rateHz) + 15_999) / 16_000 * format.BytesPerBlock;
    }

    [Test]
    public async Task ClockAfterAFlush_GoesOnInOriginalBytesToo()
    {
        AudioFormat format = new(48_000);
        byte[] input = [.. Enumerable.Range(0, 96_000).Select(i => (byte)(i % 251))];
        await using StreamProcessor processor = new(new StreamProcessorOptions { InputFormat = format, Audio = ResultAudio.Input }, () => new ScriptedInference(1f));
        SpeechSegment first = (SpeechSegment)(await processor.PushAsync(input.AsMemory(0, 33_333))).Single();
        SpeechSegment second = (SpeechSegment)(await processor.PushAsync(input.AsMemory(33_333))).Single();
        Assert.That(first.Audio.Span.SequenceEqual(input.AsSpan(0, 33_332)));
        Assert.That(second.Audio.Span.SequenceEqual(input.AsSpan(33_333, 62_666)));
        Assert.That(second.StartSample, Is.EqualTo(first.EndSample));
        Assert.That(processor.GetStats(), Has.Property("BytesUnused").EqualTo(2).And.Property("BytesWaiting").EqualTo(0).And.Property("BytesReceived").EqualTo(96_000));
    }

    [Test]
    public async Task EndAtAnyPlace_IsTheLastSample([Values(8_000, 24_000, 44_100, 48_000, 96_000)] int rateHz)
    {
        await using StreamProcessor processor = new(new StreamProcessorOptions { InputFormat = new AudioFormat(rateHz) }, () => new ScriptedInference(1f));
        int frame = rateHz * 32 / 1000;
        foreach (int samples in Enumerable.Range(0, 400).Select(i => (3 * frame) - 200 + i))
        {
            processor.Reset();
            SpeechSegment segment = (SpeechSegment)(await processor.PushAsync(new byte[samples * 2], 1000)).Single();
            Assert.That((segment.StartSample, segment.EndSample, segment.Audio.Length), Is.EqualTo((0L, ((samples * 16_000L) + rateHz - 1) / rateHz, 2 * segment.EndSample)), $"{samples} samples");
        }
    }

    [Test]
    public async Task ValuesThatAreNoNumbers_BecomeSilenceAndAreCounted()
    {
        float[] samples = [.. Enumerable.Repeat(0.25f, 512)];
        (samples[3], samples[4], samples[100]) = (float.NaN, float.PositiveInfinity, float.NegativeInfinity);
        await using StreamProcessor processor = new(new StreamProcessorOptions { InputFormat = new AudioFormat(16_000, 1, SampleEncoding.Float32) }, () => new ScriptedInference(0));
        AudioFrame frame = (AudioFrame)(await processor.ProcessChunkAsync(MemoryMarshal.AsBytes(samples.AsSpan()).ToArray())).Single();
        Assert.That(MemoryMarshal.Cast<byte, short>(frame.Audio.Span).ToArray(), Is.EqualTo(samples.Select(s => float.IsFinite(s) ? 8192 : 0)));
        Assert.That(processor.GetStats().NonFiniteSamples, Is.EqualTo(3));
    }

    [Test]
    public async Task FileOfAnotherFormat_IsConvertedAndThenTheOptionsFormatCounts()
    {
        string path = Path.Combine(TestContext.CurrentContext.WorkDirectory, "stereo-48k.wav");
        AudioFormat format = new(48_000, 2, SampleEncoding.Float32);
        byte[] audio = Upsampled(format);
        await File.WriteAllBytesAsync(path, Audio.WavBuilder.Riff(Audio.WavBuilder.Format(3, 2, 48_000, 32), Audio.WavBuilder.Chunk("data", audio)));
        await using StreamProcessor processor = new(Options);
        List<CascadeResult> file = await processor.ProcessFileAsync(path).ToListAsync();
        Assert.That(file.Select(Drive.Describe), Is.EqualTo((await RunAsync(Options with { InputFormat = format }, audio)).Select(Drive.Describe)));
        processor.Reset();
        List<CascadeResult> pushed = await processor.PushAsync(Recording.Monologue.Audio);
        Assert.That(pushed.Select(Drive.Describe), Is.EqualTo((await RunAsync(Options, Recording.Monologue.Audio)).Select(Drive.Describe)));
    }

    // The consumer leaves with the last result of the file, before its end, so that nothing is left to flush.
    [Test]
    public async Task FileThatIsLeft_GivesTheNextFormatNoPreRoll()
    {
        const int left = 16;
        string path = Path.Combine(TestContext.CurrentContext.WorkDirectory, "silence-16k.wav");
        await File.WriteAllBytesAsync(path, Audio.WavBuilder.Riff(Audio.WavBuilder.Format(1, 1, 16_000, 16), Audio.WavBuilder.Chunk("data", new byte[left * 1024])));
        ScriptedInference inference = new([.. Enumerable.Repeat(0f, left), .. Enumerable.Repeat(1f, 20)]);
        await using StreamProcessor processor = new(Options with { InputFormat = new AudioFormat(16_000, 2) }, () => inference);
        int frames = 0;
        await foreach (CascadeResult _ in processor.ProcessFileAsync(path))
        {
            if (++frames == left)
            {
                break;
            }
        }

        List<CascadeResult> pushed = await processor.PushAsync(new byte[20 * 2048]);
        SpeechSegment segment = pushed.OfType<SpeechSegment>().Single();
        Assert.That((segment.StartSample, segment.EndSample, segment.Audio.Length), Is.EqualTo((left * 512L, (left + 20) * 512L, 20 * 1024)));
    }

    [Test]
    public async Task OfflineBuffer_InItsFormat()
    {
        AudioFormat format = new(16_000, 2);
        SpeechTimestamps stereo = await SpeechTimestamps.DetectAsync(Encode(Recording.Conversation.Audio, format), format);
        Assert.That(stereo.Probabilities, Is.EqualTo((await SpeechTimestamps.DetectAsync(Recording.Conversation.Audio)).Probabilities));
        await Assert.ThrowsAsync<ArgumentException>(() => SpeechTimestamps.DetectAsync(new byte[6], format));
    }

    private static async Task<List<CascadeResult>> RunAsync(StreamProcessorOptions options, byte[] input, params int[] sizes)
    {
        await using StreamProcessor processor = new(options);
        return await processor.PushAsync(input, sizes);
    }

    // 16 kHz samples as they are, in every channel, or scaled so that the chosen one is right and the others differ.
    private static byte[] Encode(byte[] pcm16, AudioFormat format) => Encode([.. MemoryMarshal.Cast<byte, short>(pcm16).ToArray().Select(s => s / 32768.0)], format);

    // The recording at another rate, by straight lines between samples: above 16 kHz nothing that is heard changes much.
    private static byte[] Upsampled(AudioFormat format)
    {
        short[] samples = MemoryMarshal.Cast<byte, short>(Recording.Conversation.Audio).ToArray();
        double[] values = new double[samples.Length * (long)format.SampleRateHz / 16_000];
        for (int i = 0; i < values.Length; i++)
        {
            double at = i * 16_000.0 / format.SampleRateHz;
            int before = (int)at;
            double next = before + 1 < samples.Length ? samples[before + 1] : 0;
            values[i] = (samples[before] + ((next - samples[before]) * (at - before))) / 32768.0;
        }

        return Encode(values, format);
    }

    private static byte[] Encode(double[] values, AudioFormat format)
    {
        using MemoryStream stream = new();
        foreach (double value in values)
        {
            for (int channel = 0; channel < format.Channels; channel++)
            {
                stream.Write(Encode(format.Channel is { } chosen && chosen != channel ? -value / 2 : value, format.Encoding));
            }
        }

        return stream.ToArray();
    }

    private static byte[] Encode(double value, SampleEncoding encoding)
    {
        long Integer(int bits) => (long)Math.Round(value * (1L << (bits - 1)));
        return encoding switch
        {
            SampleEncoding.Signed16 => BitConverter.GetBytes((short)Integer(16)),
            SampleEncoding.Signed16BigEndian => [.. BitConverter.GetBytes((short)Integer(16)).Reverse()],
            SampleEncoding.Signed24 => BitConverter.GetBytes((int)Integer(24))[..3],
            SampleEncoding.Signed32BigEndian => [.. BitConverter.GetBytes((int)Integer(32)).Reverse()],
            SampleEncoding.Float32 => BitConverter.GetBytes((float)value),
            SampleEncoding.Float64BigEndian => [.. BitConverter.GetBytes(value).Reverse()],
            SampleEncoding.MuLaw => [(byte)(value < 0 ? 0x20 : 0xA0)],
            _ => throw new ArgumentOutOfRangeException(nameof(encoding)),
        };
    }
}
