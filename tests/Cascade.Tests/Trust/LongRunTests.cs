using System.Numerics;
using Cascade.Audio.Resampling;

namespace Cascade.Tests.Trust;

/// <summary>Positions stay right however long a stream lasts, wherever its clock begins.</summary>
public sealed class LongRunTests
{
    private static readonly long[] Starts = [1, (1L << 31) - 30_000, 1L << 31, (1L << 32) - 777, 1L << 40, 1_000_000_000_000_000];

    [Test]
    public async Task ClockThatBeginsLate_GivesTheSameResultsSoMuchLater(
        [ValueSource(nameof(Starts))] long start, [Values(16_000, 8_000, 44_100)] int rateHz, [Values] ResultAudio audio)
    {
        StreamProcessorOptions options = new()
        {
            Engine = VadEngine.Managed(),
            Speech = new SpeechSettings
            {
                Results = ResultKinds.All,
                MaximumSpeech = TimeSpan.FromSeconds(3),
                SpeechPad = TimeSpan.FromMilliseconds(100),
            },
            InputFormat = new AudioFormat(rateHz),
            Audio = audio,
        };
        ReadOnlyMemory<byte> bytes = Recording.Conversation.Audio.AsMemory(0, 400_001);
        await using StreamProcessor early = new(options);
        await using StreamProcessor late = new(options with { StartSample = start });
        List<CascadeResult> expected = await RunAsync(early, bytes);
        List<CascadeResult> results = await RunAsync(late, bytes);
        Assert.That(results.Select(Drive.Describe), Is.EqualTo(expected.Select(r => Later(r, start).Describe())));
        Assert.That(results.Select(r => r.Start.Ticks), Is.EqualTo(expected.Select(r => r.Start.Ticks + (start * 625))), "times are exact");
        Assert.That(late.GetStats().Position.Ticks, Is.EqualTo(early.GetStats().Position.Ticks + (start * 625)));
    }

    [Test]
    public async Task Reset_SetsTheClockToItsBeginning()
    {
        await using StreamProcessor processor = new(new StreamProcessorOptions { StartSample = 5000 }, () => new ScriptedInference(0));
        Assert.That((await processor.PushAsync(new byte[2000])).Single().StartSample, Is.EqualTo(5000));
        processor.Reset();
        Assert.That((await processor.PushAsync(new byte[2000])).Single().StartSample, Is.EqualTo(5000));
        Assert.That((await processor.ProcessFileAsync(Recording.Monologue.Path).ToListAsync())[0].StartSample, Is.EqualTo(5000));
    }

    [Test]
    public async Task StreamOfABatch_BeginsWhereItIsTold()
    {
        StreamProcessorOptions options = new() { Engine = VadEngine.Managed(), Speech = new SpeechSettings { Results = ResultKinds.Frames }, StartSample = 1L << 40 };
        await using StreamBatch batch = new();
        StreamProcessor stream = batch.Open(options);
        stream.Push(new byte[1024]);
        await batch.TickAsync();
        Assert.That(stream.TryRead(out CascadeResult? frame), Is.True);
        Assert.That(frame!.StartSample, Is.EqualTo(1L << 40));
    }

    // The converter counts from the beginning of a stream, wherever the clock begins: its arithmetic, against arithmetic without bounds.
    [Test]
    public void PositionsInAnInput_AreExactForYears([Values(4_000, 8_000, 11_025, 16_000, 22_050, 44_100, 48_000, 96_000, 383_999, 384_000)] int rateHz)
    {
        RateRatio ratio = new(rateHz);
        Assert.Multiple(() =>
        {
            foreach (long sample in new[] { 0, 1, 511, (1L << 31) - 1, 1L << 31, (1L << 32) + 17, (1L << 40) - 1, (1L << 40) + 12_345 })
            {
                Assert.That((BigInteger)ratio.FirstInputFrom(sample), Is.EqualTo(Ceiling((BigInteger)sample * rateHz, 16_000)), $"output {sample}");
                Assert.That((BigInteger)ratio.OutputsWithin(sample), Is.EqualTo(Ceiling((BigInteger)sample * 16_000, rateHz)), $"input {sample}");
            }
        });
    }

    private static BigInteger Ceiling(BigInteger dividend, int divisor) => (dividend + divisor - 1) / divisor;

    // With a flush in the middle, after which positions are counted anew.
    private static async Task<List<CascadeResult>> RunAsync(StreamProcessor processor, ReadOnlyMemory<byte> bytes) =>
        [.. await processor.PushAsync(bytes[..150_001], 7777), .. await processor.PushAsync(bytes[150_001..])];

    private static CascadeResult Later(CascadeResult result, long samples)
    {
        CascadeResult later = result with { StartSample = result.StartSample + samples, EndSample = result.EndSample + samples };
        return later switch
        {
            SpeechSegment s => s with { Onset = Later(s.Onset, samples), Offset = Later(s.Offset, samples), SpeechStartSample = s.SpeechStartSample + samples },
            SpeechStarted s => s with { Onset = Later(s.Onset, samples), DetectedAtSample = s.DetectedAtSample + samples },
            SpeechEnded s => s with { Offset = Later(s.Offset, samples), DetectedAtSample = s.DetectedAtSample + samples },
            SpeechDiscarded s => s with { Onset = Later(s.Onset, samples), Offset = Later(s.Offset, samples) },
            SpeechProgress s => s with { SegmentStartSample = s.SegmentStartSample + samples },
            _ => later,
        };
    }

    private static SpeechEvent Later(SpeechEvent e, long samples) => e with { Sample = e.Sample + samples };

    private static SpeechEvent? Later(SpeechEvent? e, long samples) => e is { } value ? Later(value, samples) : null;
}
