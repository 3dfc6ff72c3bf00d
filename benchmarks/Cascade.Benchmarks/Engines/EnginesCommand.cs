namespace Cascade.Benchmarks.Engines;

/// <summary>What a frame costs on either engine: the engines alone, with AVX-512 and without, then processors as hosts use them.</summary>
internal static class EnginesCommand
{
    private const int ManyStreams = 10_000; // so many that what the heap keeps for itself does not count

    public static async Task<int> RunAsync(Arguments arguments)
    {
        EngineReport report = new(arguments);
        Recording recording = await Recording.LoadAsync(arguments.Wav);
        await foreach (Measurement measurement in NetworkProbe.MeasureAsync())
        {
            report.Add(measurement);
        }

        report.Add(await LiveScenario.MeasureAsync(recording));
        report.Add(OfflineScenarios.Measure(recording));
        report.Add(await StartScenario.MeasureAsync());
        await AddBytesAsync(recording, arguments.Wav, report);
        report.Check();
        return report.ExitCode;
    }

    private static async Task AddBytesAsync(Recording recording, string wav, EngineReport report)
    {
        (string Engine, string Kind, int Count)[] kinds =
        [
            (OnnxScenarios.Name, ProcessorKind.Own, 40),
            ($"{OnnxScenarios.Name}, shared", ProcessorKind.Shared, 500),
            (ManagedScenarios.BestName, ProcessorKind.Managed, ManyStreams),
        ];
        foreach ((string engine, string kind, int count) in kinds)
        {
            await AddMemoryAsync(engine, kind, count, wav, report);
        }

        await AddMemoryAsync($"{ManagedScenarios.BestName}, batch", ProcessorKind.Batch, ManyStreams, wav, report);

        foreach ((string engine, string kind, _) in kinds)
        {
            (long bytes, int chunks) = await Allocation.CountAsync(ProcessorKind.Options(kind) with { Speech = ProcessorKind.Options(kind).Speech with { Results = ResultKinds.Segments } }, Recording.Silence(recording.Seconds));
            report.AddAllocation(engine, (double)bytes / chunks);
        }
    }

    private static async Task AddMemoryAsync(string engine, string kind, int count, string wav, EngineReport report)
    {
        double[] bytes = await MemoryProbe.MeasureAsync(kind, count, wav, 1, 1, ResultKinds.Segments);
        report.AddMemory(engine, bytes[0]);
    }
}
