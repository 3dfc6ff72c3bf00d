using System.Diagnostics;
using Cascade.Inference;
using Cascade.Inference.Managed;

namespace Cascade.Benchmarks.Diagnostics;

/// <summary>
/// What measuring costs on the managed engine, where a frame costs least: with nobody listening, with a listener, and with OpenTelemetry's collection. All take turns in one process, in slices
/// that are short enough to fall between two interruptions, and the ratio is the median of those of the turns.
/// </summary>
internal static class MetricsCommand
{
    private const int SliceFrames = 100;
    private const int WarmUpTurns = 200;
    private const int TurnsPerRound = 50;
    private const double SilentLimitPercent = 1;
    private const double ListenerLimitPercent = 5;

    public static async Task<int> RunAsync(Arguments arguments)
    {
        Report report = new("metrics", arguments);
        Recording recording = await Recording.LoadAsync(arguments.Wav);
        float[][] frames = recording.ToFrames();
        using ManagedInference inference = new(VadModel.SileroV6);
        await using StreamProcessor processor = new(new StreamProcessorOptions { Engine = VadEngine.Managed, Results = ResultKinds.Segments });
        MeasuringAlone measuring = new();
        int turns = arguments.Rounds * TurnsPerRound;
        List<double> engine = [];
        List<double> alone = [];
        List<double> silent = [];
        List<double> heard = [];
        List<double> exported = [];
        for (int turn = -WarmUpTurns; turn < turns; turn++)
        {
            int first = (turn + WarmUpTurns) * SliceFrames % (frames.Length - SliceFrames);
            double engineTime = TimeEngine(inference, frames, first);
            double aloneTime = measuring.Time(SliceFrames);
            double silentTime = await TimeChunksAsync(processor, recording, first);
            double heardTime;
            using (new QuietListener())
            {
                heardTime = await TimeChunksAsync(processor, recording, first);
            }

            double exportedTime;
            using (OpenTelemetryListener.Start())
            {
                exportedTime = await TimeChunksAsync(processor, recording, first);
            }

            if (turn >= 0)
            {
                engine.Add(engineTime);
                alone.Add(aloneTime);
                silent.Add(silentTime);
                heard.Add(heardTime);
                exported.Add(exportedTime);
            }
        }

        report.Note($"{turns} turns of {SliceFrames} frames; us per frame, in chunks of one frame");
        report.Row("the engine's frame, alone", ("median_us", Sample.Median(engine)));
        report.Row("the measuring of a frame, alone, nobody listening", ("median_us", Sample.Median(alone)));
        report.Row("a chunk, nobody listening", ("median_us", Sample.Median(silent)));
        report.Row("a chunk, a listener", ("median_us", Sample.Median(heard)));
        report.Row("a chunk, OpenTelemetry", ("median_us", Sample.Median(exported)));
        report.Limit("measuring, nobody listening, of the engine's frame", Percent(alone, engine), SilentLimitPercent, "%");
        report.Limit("a listener, more than nobody listening", Percent(heard, silent) - 100, ListenerLimitPercent, "%");
        report.Limit("OpenTelemetry, more than nobody listening", Percent(exported, silent) - 100, ListenerLimitPercent, "%");
        return report.ExitCode;
    }

    private static double Percent(List<double> values, List<double> references) => 100 * Sample.Median(values.Zip(references, (value, reference) => value / reference));

    private static double TimeEngine(ManagedInference inference, float[][] frames, int first)
    {
        inference.Infer(frames[first]);
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < SliceFrames; i++)
        {
            inference.Infer(frames[first + i]);
        }

        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / SliceFrames;
    }

    private static async Task<double> TimeChunksAsync(StreamProcessor processor, Recording recording, int first)
    {
        await processor.ProcessChunkAsync(recording.Bytes.Slice(first * Recording.FrameBytes, Recording.FrameBytes));
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < SliceFrames; i++)
        {
            await processor.ProcessChunkAsync(recording.Bytes.Slice((first + i) * Recording.FrameBytes, Recording.FrameBytes));
        }

        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / SliceFrames;
    }
}
