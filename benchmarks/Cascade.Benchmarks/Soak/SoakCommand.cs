using Cascade.Tests.Trust;

namespace Cascade.Benchmarks.Soak;

/// <summary>Lives many streams with faults for as long as one likes, shows what they occupy, and judges.</summary>
internal static class SoakCommand
{
    // What the allocator of native memory keeps goes up and down by some percent from sample to sample: growth of one shows in the median of many.
    private const int MostSamples = 120;
    private const int FewestSamples = 12;

    private static readonly TimeSpan ShortInterval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromMinutes(1);

    // Sessions come and go here. This is what docs/troubleshooting.md advises hosts of whom that is true; glibc reads it when a process starts.
    private const string NativeHeaps = "MALLOC_ARENA_MAX";
    private const string FewNativeHeaps = "2";

    public static async Task<int> RunAsync(string[] arguments)
    {
        SoakArguments parsed = SoakArguments.Parse(arguments);
        string? heaps = Environment.GetEnvironmentVariable(NativeHeaps);
        if (OperatingSystem.IsLinux() && heaps is null)
        {
            return await Child.RunAsync([(NativeHeaps, FewNativeHeaps)], ["soak", .. arguments]);
        }

        Leaker leaker = new(parsed.Leak);
        SoakPlan plan = new()
        {
            Audio = (await Recording.LoadAsync(new Arguments().Wav)).Bytes,
            Streams = parsed.Streams,
            Engine = parsed.Engine,
            Faults = parsed.Faults,
            Seed = parsed.Seed,
            OnEnd = leaker.Leak,
            Embezzled = parsed.Leak == SoakLeak.Byte ? 1 : 0,
        };

        // Streams never wait for anything but the processor, so more threads would only take turns; and how many the pool tries would be in the figures.
        ThreadPool.SetMaxThreads(2 * Environment.ProcessorCount, Environment.ProcessorCount);
        Console.WriteLine($"{parsed.Streams} streams, {parsed.Engine?.ToString() ?? "both engines"}, {100 * parsed.Faults} % faults, seed {parsed.Seed}, {parsed.Length.TotalMinutes} minutes{(heaps is null ? "" : $", {NativeHeaps}={heaps}")}");
        List<SoakSample> samples = [];
        HashSet<string> seen = [];
        SoakTotals totals;
        SoakRun run = new(plan);
        await using (run)
        {
            totals = run.Totals;
            TimeSpan interval = Interval(parsed.Length);
            SoakMeter meter = new(totals);
            Console.WriteLine(SoakMeter.Header);
            while (meter.Elapsed < parsed.Length)
            {
                await Task.Delay(interval);
                await run.RestAsync(() => samples.Add(meter.Measure()));
                Console.WriteLine(SoakMeter.Row(samples));
                foreach (string failure in totals.Failures.Keys.Where(seen.Add))
                {
                    Console.WriteLine($"{"",8}first seen now: {failure}"); // of a soak that lasts for hours, at once
                }
            }
        }

        return Judge(totals, samples);
    }

    private static TimeSpan Interval(TimeSpan length)
    {
        long interval = Math.Clamp(length.Ticks / MostSamples, ShortInterval.Ticks, LongestInterval.Ticks);
        return TimeSpan.FromTicks(Math.Min(interval, length.Ticks / FewestSamples));
    }

    private static int Judge(SoakTotals totals, List<SoakSample> samples)
    {
        string faults = string.Join(", ", totals.Faults.OrderBy(fault => fault.Key).Select(fault => $"{fault.Key} {fault.Value:N0}"));
        Console.WriteLine(
            $"""

            {totals.Streams:N0} streams ended, {totals.Frames:N0} frames. Faults: {(faults.Length > 0 ? faults : "none")}
            bytes accepted {totals.Accepted:N0} = in results {totals.InResults:N0} + unused {totals.Unused:N0} + dropped by reset or disposal {totals.Dropped:N0} + unaccounted {totals.Unaccounted:N0}
            """);
        IReadOnlyList<string> complaints = SoakVerdict.Of(totals, samples);
        foreach (string complaint in complaints)
        {
            Console.WriteLine($"FAILED: {complaint}");
        }

        Console.WriteLine(complaints.Count == 0 ? "PASSED" : "not passed");
        return complaints.Count == 0 ? 0 : 1;
    }
}
