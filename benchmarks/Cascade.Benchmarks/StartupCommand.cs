using System.Diagnostics;
using Cascade.Inference;

namespace Cascade.Benchmarks;

/// <summary>How long a processor takes to be made: the first of a process, and every other one.</summary>
internal static class StartupCommand
{
    private const int Count = 300;
    private const int WarmUp = 60; // the compiler's last tier
    private const int Processes = 7;
    private const double OwnLimitMs = 6;
    private const double SharedLimitMs = 0.2;

    public static async Task<int> RunAsync(Arguments arguments)
    {
        Report report = new("startup", arguments);
        Recording recording = await Recording.LoadAsync(arguments.Wav);
        ReadOnlyMemory<byte> frame = recording.Bytes[..Recording.FrameBytes];
        report.Note("ms, disposal not included");
        await MeasureFirstAsync(ProcessorKind.Own, report);
        await MeasureFirstAsync(ProcessorKind.Shared, report);
        double own = await MeasureNextAsync(shareSession: false, frame, report);
        double shared = await MeasureNextAsync(shareSession: true, frame, report);
        report.Limit("median ms of constructor and InitializeAsync, own session", own, OwnLimitMs, "ms");
        report.Limit("median ms of constructor and InitializeAsync, shared session", shared, SharedLimitMs, "ms");
        return report.ExitCode;
    }

    private static async Task MeasureFirstAsync(string session, Report report)
    {
        List<double> created = [];
        List<double> answered = [];
        for (int i = 0; i < Processes; i++)
        {
            (double[] values, TimeSpan elapsed) = await Child.MeasureAsync(StartupProbe.Name, session);
            created.Add(values[0]);
            answered.Add(elapsed.TotalMilliseconds);
        }

        Add($"first processor of a process, {session} session", created, report);
        Add($"process start to first probability, {session} session", answered, report);
    }

    // The three ways take turns, so that what else the machine does meets all of them.
    private static async Task<double> MeasureNextAsync(bool shareSession, ReadOnlyMemory<byte> frame, Report report)
    {
        StreamProcessorOptions options = new() { Engine = VadEngine.OnnxRuntime(shareSession: shareSession) };
        await using StreamProcessor first = new(options);
        await first.InitializeAsync();
        List<double> initialized = [];
        List<double> firstUses = [];
        List<double> loaded = [];
        for (int i = 0; i < WarmUp + Count; i++)
        {
            if (i == WarmUp)
            {
                initialized.Clear();
                firstUses.Clear();
                loaded.Clear();
            }

            long start = Stopwatch.GetTimestamp();
            StreamProcessor processor = new(options);
            await processor.InitializeAsync();
            initialized.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            await processor.DisposeAsync();

            start = Stopwatch.GetTimestamp();
            processor = new StreamProcessor(options);
            await processor.ProcessChunkAsync(frame);
            firstUses.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            await processor.DisposeAsync();

            start = Stopwatch.GetTimestamp();
            processor = new StreamProcessor(options);
            IFrameInference inference = InferenceFactory.Create(options);
            loaded.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            await processor.DisposeAsync();
            inference.Dispose();
        }

        string session = shareSession ? "shared session" : "own session";
        Add($"constructor, InitializeAsync, {session}", initialized, report);
        Add($"constructor, first frame answered, {session}", firstUses, report);
        Add($"constructor, model, no inference, {session}", loaded, report);
        return Sample.Median(initialized);
    }

    private static void Add(string name, List<double> milliseconds, Report report) => report.Row(
        name, ("median_ms", Sample.Median(milliseconds)), ("p95_ms", Sample.Quantile(milliseconds, 0.95)), ("count", milliseconds.Count));
}
