using System.Diagnostics;
using Cascade.Inference;
using Cascade.Inference.Managed;

namespace Cascade.Benchmarks.Diagnostics;

/// <summary>
/// What measuring costs on the managed engine, where a frame costs least: with nobody listening, with a listener, and with OpenTelemetry's collection. All take turns in one process, in slices
/// that are short enough to fall between two interruptions.
/// </summary>
internal static class MetricsCommand
{
    private const int SliceFrames = 50;
    private const double UndisturbedPart = 0.2; // on a shared machine, most of the slices above are longer for reasons of others
    private const int SlicesPerTurn = 10;
    private const int WarmUpSlices = 5; // what another contender has put out of the caches comes back, and a listener has heard of everything
    private const int WarmUpTurns = 20;
    private const int TurnsPerRound = 5;
    private const double SilentLimitPercent = 1;
    private const double ListenerLimitPercent = 5;

    public static async Task<int> RunAsync(Arguments arguments)
    {
        Report report = new("metrics", arguments);
        Recording recording = await Recording.LoadAsync(arguments.Wav);
        float[][] frames = recording.ToFrames();
        using ManagedInference inference = new(VadModel.SileroV6);
        await using StreamProcessor processor = new(new StreamProcessorOptions { Engine = VadEngine.Managed(), Speech = new SpeechSettings { Results = ResultKinds.Segments } });
        MeasuringAlone measuring = new();
        int turns = arguments.Rounds * TurnsPerRound;
        Func<int, Task<double>> engineSlice = first => Task.FromResult(TimeEngine(inference, frames, first));
        Func<int, Task<double>> aloneSlice = _ => Task.FromResult(measuring.Time(SliceFrames));
        Func<int, Task<double>> chunksSlice = first => TimeChunksAsync(processor, recording, first);
        (Func<int, Task<double>> Slice, Func<IDisposable?> Listen)[] contenders =
        [
            (engineSlice, () => null),
            (aloneSlice, () => null),
            (chunksSlice, () => null),
            (chunksSlice, () => new QuietListener()),
            (chunksSlice, OpenTelemetryListener.Start),
        ];
        List<double>[] times = [.. contenders.Select(_ => new List<double>())];
        for (int turn = -WarmUpTurns; turn < turns; turn++)
        {
            if (turn is > -WarmUpTurns and <= 0 && turn % TurnsPerRound == 0)
            {
                await Task.Delay(Jit.TierDelay);
            }

            for (int i = 0; i < contenders.Length; i++)
            {
                int contender = (turn + WarmUpTurns + i) % contenders.Length; // nobody always follows the same one
                using IDisposable? listener = contenders[contender].Listen();
                for (int slice = -WarmUpSlices; slice < SlicesPerTurn; slice++)
                {
                    double time = await contenders[contender].Slice((slice + WarmUpSlices) * SliceFrames % (frames.Length - SliceFrames));
                    if (turn >= 0 && slice >= 0)
                    {
                        times[contender].Add(time);
                    }
                }
            }
        }

        (List<double> engine, List<double> alone, List<double> silent, List<double> heard, List<double> exported) = (times[0], times[1], times[2], times[3], times[4]);
        report.Note($"{turns} turns of {SlicesPerTurn} x {SliceFrames} frames; us per frame, in chunks of one frame");
        report.Row("the engine's frame, alone", ("us", Typical(engine)));
        report.Row("the measuring of a frame, alone, nobody listening", ("us", Typical(alone)));
        report.Row("a chunk, nobody listening", ("us", Typical(silent)));
        report.Row("a chunk, a listener", ("us", Typical(heard)));
        report.Row("a chunk, OpenTelemetry", ("us", Typical(exported)));
        report.Limit("measuring, nobody listening, of the engine's frame", Percent(alone, engine), SilentLimitPercent, "%");
        report.Limit("a listener, more than nobody listening", Percent(heard, silent) - 100, ListenerLimitPercent, "%");
        report.Limit("OpenTelemetry, more than nobody listening", Percent(exported, silent) - 100, ListenerLimitPercent, "%");
        return report.ExitCode;
    }

    private static double Typical(List<double> times) => Sample.Quantile(times, UndisturbedPart);

    private static double Percent(List<double> times, List<double> references) => 100 * Typical(times) / Typical(references);

    private static double TimeEngine(ManagedInference inference, float[][] frames, int first)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < SliceFrames; i++)
        {
            inference.Infer(frames[first + i]);
        }

        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / SliceFrames;
    }

    private static async Task<double> TimeChunksAsync(StreamProcessor processor, Recording recording, int first)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < SliceFrames; i++)
        {
            await processor.ProcessChunkAsync(recording.Bytes.Slice((first + i) * Recording.FrameBytes, Recording.FrameBytes));
        }

        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / SliceFrames;
    }
}
