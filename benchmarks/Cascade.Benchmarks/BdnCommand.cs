using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace Cascade.Benchmarks;

/// <summary>The benchmarks of this assembly under BenchmarkDotNet.</summary>
internal static class BdnCommand
{
    public static int Run(string[] arguments)
    {
        Console.WriteLine(Machine.Line);

        // In this process: BenchmarkDotNet 0.14 knows no moniker for .NET 10 and so cannot build a program of its own for it. Few short iterations,
        // because medians of them suffice and the whole shall take under a minute.
        Job job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance)
            .WithIterationTime(TimeInterval.FromMilliseconds(100)).WithMinWarmupCount(3).WithMaxWarmupCount(6).WithIterationCount(12);
        IConfig config = ManualConfig.Create(DefaultConfig.Instance).AddJob(job);
        IEnumerable<BenchmarkDotNet.Reports.Summary> summaries = BenchmarkSwitcher.FromAssembly(typeof(BdnCommand).Assembly)
            .Run(arguments.Length == 0 ? ["--filter", "*"] : arguments, config);
        return summaries.Any(summary => summary.HasCriticalValidationErrors || summary.Reports.Any(report => !report.Success)) ? 1 : 0;
    }
}
