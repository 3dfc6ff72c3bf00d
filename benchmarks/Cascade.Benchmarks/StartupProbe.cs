using System.Diagnostics;

namespace Cascade.Benchmarks;

/// <summary>The process in which <see cref="StartupCommand"/> measures the first processor.</summary>
internal static class StartupProbe
{
    public const string Name = "startup-probe";

    /// <param name="arguments">a kind of processor.</param>
    public static async Task<int> RunAsync(string[] arguments)
    {
        long start = Stopwatch.GetTimestamp();
        await using StreamProcessor processor = new(ProcessorKind.Options(arguments[0]));
        await processor.InitializeAsync();
        double created = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        IReadOnlyList<CascadeResult> results = await processor.ProcessChunkAsync(Recording.Silence(1).Bytes);
        Child.Answer(created, ((AudioFrame)results[0]).Probability);
        return 0;
    }
}
