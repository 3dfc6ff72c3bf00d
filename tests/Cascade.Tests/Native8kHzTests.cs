using System.Runtime.InteropServices;
using Cascade.Inference;
using Cascade.Tests.Audio;

namespace Cascade.Tests;

/// <summary>Audio of 8 kHz on the network for 8 kHz: everything but the network is as ever, on a clock of 16 kHz samples.</summary>
[Parallelizable]
public sealed class Native8kHzTests
{
    private static readonly AudioFormat Format = new(8_000);

    private static readonly StreamProcessorOptions Options = new() { Engine = VadEngine.OnnxRuntime(shareSession: true, native8kHz: true), InputFormat = Format };

    private static readonly byte[] Input = Recording.Conversation8k.Audio;

    // In samples of the clock: it begins between two samples of the input.
    private static readonly TimeSpan OddPad = TimeSpan.FromTicks(625 * 481);

    private static IEnumerable<StreamProcessorOptions> Variants()
    {
        yield return Options;
        yield return Options with { Speech = Options.Speech with { SpeechPad = TimeSpan.Zero, MinimumSilence = TimeSpan.Zero } };
        yield return Options with { Speech = Options.Speech with { MaximumSpeech = TimeSpan.FromSeconds(2) } };
        yield return new StreamProcessorOptions { Engine = VadEngine.OnnxRuntime(shareSession: true, native8kHz: true), InputFormat = Format };
        yield return Options with { Speech = Options.Speech with { SpeechPad = OddPad } };
    }

    [Test]
    public async Task WithoutTheOption_AnotherNetworkHearsTheAudio()
    {
        string[] resampled = await RunAsync(Options with { Engine = VadEngine.OnnxRuntime() }, Input);
        Assert.That(await RunAsync(Options, Input), Is.Not.EqualTo(resampled));
    }

    [TestCase(16_000)]
    [TestCase(11_025)]
    public async Task AudioOfOtherRates_IsNotAffected(int rateHz)
    {
        byte[] audio = Recording.Conversation.Audio;
        StreamProcessorOptions options = Options with { InputFormat = new AudioFormat(rateHz) };
        Assert.That(await RunAsync(options, audio), Is.EqualTo(await RunAsync(options with { Engine = VadEngine.OnnxRuntime() }, audio)));
    }

    [Test]
    public async Task AnyChunking_GivesTheSameResults([Values] ResultAudio audio)
    {
        StreamProcessorOptions options = Options with { Speech = Options.Speech with { Results = ResultKinds.All }, Audio = audio };
        string[] whole = await RunAsync(options, Input);
        foreach (int[] sizes in new[] { new[] { 7, 8192 }, [511], [512], [100_000, 1, 2, 3] })
        {
            Assert.That(await RunAsync(options, Input, sizes), Is.EqualTo(whole));
        }
    }

    [Test]
    public async Task AudioOfResults_IsTheSamplesWhoseTimeLiesInTheRange(
        [ValueSource(nameof(Variants))] StreamProcessorOptions options, [Values(ResultAudio.Pcm16Mono, ResultAudio.Input)] ResultAudio audio)
    {
        await using StreamProcessor processor = new(options with { Audio = audio, Speech = options.Speech with { Results = ResultKinds.Default | ResultKinds.SpeechProgress } });
        List<CascadeResult> results = await processor.PushAsync(Input, 4001);
        Assert.That(results.OfType<SpeechSegment>().Count(), Is.GreaterThan(3));
        foreach (CascadeResult result in results)
        {
            ReadOnlySpan<byte> expected = Input.AsSpan(ByteOf(result.StartSample)..ByteOf(result.EndSample));
            Assert.That(AudioOf(result).Span.SequenceEqual(expected), $"{result.GetType().Name} {result.StartSample} to {result.EndSample}");
        }
    }

    [TestCaseSource(nameof(Variants))]
    public async Task FramesAndSegments_CoverTheStream(StreamProcessorOptions options)
    {
        await using StreamProcessor processor = new(options);
        List<CascadeResult> results = await processor.PushAsync(Input, 999);
        long covered = 0;
        long ended = 0;
        foreach (CascadeResult result in results.OrderBy(r => r.StartSample).ThenBy(r => r.EndSample))
        {
            Assert.That(result.StartSample, Is.LessThanOrEqualTo(covered), "a gap before this result");
            covered = Math.Max(covered, result.EndSample);
            if (result is SpeechSegment)
            {
                Assert.That(result.StartSample, Is.GreaterThanOrEqualTo(ended), "an overlap with the segment before");
                ended = result.EndSample;
            }
        }

        ProcessorStats stats = processor.GetStats();
        Assert.That((2 * Recording.Conversation8k.Samples) - covered, Is.EqualTo(stats.BytesUnused).And.InRange(0, 511));
        Assert.That(stats, Has.Property("Position").EqualTo(TimeSpan.FromTicks(Recording.Conversation8k.Samples * 1250)).And.Property("BytesWaiting").Zero);
    }

    [Test]
    public async Task StereoFloat_IsHeardAsItsMean()
    {
        short[] mono = MemoryMarshal.Cast<byte, short>(Input).ToArray();
        float[] samples = [.. mono.SelectMany(s => new[] { (s + 3) / 32768f, (s - 3) / 32768f })];
        byte[] stereo = MemoryMarshal.AsBytes(samples.AsSpan()).ToArray();
        AudioFormat format = new(8_000, 2, SampleEncoding.Float32);
        Assert.That(await RunAsync(Options with { InputFormat = format }, stereo), Is.EqualTo(await RunAsync(Options, Input)));
    }

    [Test]
    public async Task MuLawFile_IsHeardAsItDecodes()
    {
        byte[] codes = [.. MemoryMarshal.Cast<byte, short>(Input).ToArray().Select(MuLaw)];
        byte[] decoded = MemoryMarshal.AsBytes(codes.Select(Linear).ToArray().AsSpan()).ToArray();
        string path = Path.Combine(TestContext.CurrentContext.WorkDirectory, "mulaw-8k.wav");
        await File.WriteAllBytesAsync(path, WavBuilder.Riff(WavBuilder.Format(7, 1, 8_000, 8), WavBuilder.Chunk("data", codes)));
        await using StreamProcessor processor = new(Options with { InputFormat = AudioFormat.Pcm16Mono16k });
        string[] file = [.. (await processor.ProcessFileAsync(path).ToListAsync()).Select(Drive.Describe)];
        Assert.That(file, Is.EqualTo(await RunAsync(Options, decoded)));
        Assert.That(await RunAsync(Options with { InputFormat = new AudioFormat(8_000, 1, SampleEncoding.MuLaw) }, codes, 333), Is.EqualTo(file));
    }

    [Test]
    public async Task OneProcessor_TakesFilesOfBothRatesInTurn([Values] bool shareSession)
    {
        await using StreamProcessor processor = new(Options with { InputFormat = AudioFormat.Pcm16Mono16k, Engine = VadEngine.OnnxRuntime(shareSession: shareSession, native8kHz: true) });
        await processor.InitializeAsync();
        string[] expected16 = await RunAsync(Options with { InputFormat = AudioFormat.Pcm16Mono16k }, Recording.Conversation.Audio);
        string[] expected8 = await RunAsync(Options, Input);
        for (int i = 0; i < 2; i++)
        {
            Assert.That((await processor.ProcessFileAsync(Recording.Conversation.Path).ToListAsync()).Select(Drive.Describe), Is.EqualTo(expected16));
            Assert.That((await processor.ProcessFileAsync(Recording.Conversation8k.Path).ToListAsync()).Select(Drive.Describe), Is.EqualTo(expected8));
        }

        processor.Reset();
        Assert.That((await processor.PushAsync(Recording.Conversation.Audio)).Select(Drive.Describe), Is.EqualTo(expected16));
    }

    [Test]
    public async Task PushedAfterAFileOfOddLength_TheClockGoesOn([Values(ResultAudio.Pcm16Mono, ResultAudio.Input)] ResultAudio audio)
    {
        await using StreamProcessor processor = new(Options with { Audio = audio, Speech = Options.Speech with { SpeechPad = OddPad } });
        await processor.ProcessFileAsync(Recording.Conversation.Path).ToListAsync();
        long start = Recording.Conversation.Samples;
        Assert.That(start % 2, Is.EqualTo(1));
        List<CascadeResult> results = await processor.PushAsync(Input, 3000);
        Assert.That(results[0].StartSample, Is.EqualTo(start));
        foreach (CascadeResult result in results)
        {
            ReadOnlySpan<byte> expected = Input.AsSpan(ByteOf(result.StartSample - start)..ByteOf(result.EndSample - start));
            Assert.That(AudioOf(result).Span.SequenceEqual(expected), $"{result.StartSample} to {result.EndSample}");
        }
    }

    [Test]
    public async Task Reset_BeginsAnew()
    {
        await using StreamProcessor processor = new(Options);
        await processor.InitializeAsync();
        string[] first = [.. (await processor.PushAsync(Input)).Select(Drive.Describe)];
        await processor.PushOpenAsync(Input.AsMemory(50_000, 33_333));
        processor.Reset();
        Assert.That((await processor.PushAsync(Input)).Select(Drive.Describe), Is.EqualTo(first));
    }

    [Test]
    public async Task FailedFrame_IsTriedAgain()
    {
        bool fails = true;
        await using StreamProcessor processor = new(
            Options,
            () => new ScriptedInference(0) { BeforeFrame = frame => _ = fails && frame == 2 ? throw new EngineFaultException("out of order") : 0 });
        InferenceException error = (await Assert.ThrowsAsync<InferenceException>(async () => await processor.ProcessChunkAsync(Input.AsMemory(0, 2048))))!;
        Assert.That((error.Frame, error.Sample, processor.GetStats().BytesWaiting), Is.EqualTo((2L, 1024L, 1024L)));
        fails = false;
        List<CascadeResult> results = await processor.PushAsync(default);
        Assert.That(results.Select(r => (r.StartSample, r.EndSample)), Is.EqualTo(new[] { (0L, 512L), (512, 1024), (1024, 1536), (1536, 2048) }));
        Assert.That(results.SelectMany(r => AudioOf(r).ToArray()), Is.EqualTo(Input[..2048]));
    }

    private static async Task<string[]> RunAsync(StreamProcessorOptions options, byte[] input, params int[] sizes)
    {
        await using StreamProcessor processor = new(options);
        return [.. (await processor.PushAsync(input, sizes)).Select(Drive.Describe)];
    }

    private static ReadOnlyMemory<byte> AudioOf(CascadeResult result) => result switch
    {
        SpeechSegment segment => segment.Audio,
        SpeechProgress progress => progress.Audio,
        _ => ((AudioFrame)result).Audio,
    };

    // Two samples of the clock to each of the input's, two bytes each.
    private static int ByteOf(long position) => (int)((position + 1) / 2 * 2);

    // G.711: sign, exponent and four bits of mantissa of the value plus 33, on a scale of 14 bits; all bits inverted.
    private static byte MuLaw(short sample)
    {
        int magnitude = Math.Min(Math.Abs((int)sample) >> 2, 8158) + 33;
        int exponent = 26 - int.LeadingZeroCount(magnitude);
        return (byte)~((sample < 0 ? 0x80 : 0) | (exponent << 4) | ((magnitude >> (exponent + 1)) & 15));
    }

    private static short Linear(byte code)
    {
        int bits = ~code;
        int magnitude = ((((bits & 15) << 1) + 33) << ((bits >> 4) & 7)) - 33;
        return (short)(4 * ((bits & 0x80) != 0 ? -magnitude : magnitude));
    }
}
