using System.Diagnostics;
using System.Globalization;
using Cascade.Inference.Managed;

namespace Cascade.Benchmarks.Guard;

/// <summary>
/// The process in which all stages are timed once, on one core, slice by slice in turn, each next to its reference. A process of its own, because where its memory lies is luck
/// that lasts as long as it does.
/// </summary>
internal static class GuardProbe
{
    public const string Name = "guard-probe";

    /// <summary>
    /// Code is compiled once and fully, as it is in the end anyway: when the runtime's tiers take their steps, and what they have seen until then, differs from process to process.
    /// </summary>
    private static readonly (string Name, string Value)[] Environment = [("DOTNET_TieredCompilation", "0"), ("DOTNET_gcConcurrent", "0")];

    /// <summary>Starts the process and returns a ratio for each stage by its name.</summary>
    /// <param name="core">Which of the cores that this process may use.</param>
    /// <param name="slices">How many of each stage.</param>
    /// <param name="slowdown">What is slowed on purpose.</param>
    /// <param name="environment">More for the environment.</param>
    public static async Task<GuardPass> MeasureAsync(int core, int slices, Slowdown? slowdown, (string Name, string Value)[] environment)
    {
        Dictionary<string, double> ratios = [];
        string level = "";
        string[] arguments = [Name, core.ToString(CultureInfo.InvariantCulture), slices.ToString(CultureInfo.InvariantCulture), .. slowdown is null ? [] : new[] { slowdown.ToString() }];
        await foreach (string line in Child.LinesAsync([.. Environment, .. environment], arguments))
        {
            string[] fields = line.Split(' ');
            if (fields is [string only])
            {
                level = only;
            }
            else
            {
                ratios[fields[0]] = double.Parse(fields[1], CultureInfo.InvariantCulture);
            }
        }

        return new GuardPass(level, ratios);
    }

    /// <summary>The process.</summary>
    public static int Run(string[] arguments)
    {
        StayOn(int.Parse(arguments[0], CultureInfo.InvariantCulture)); // before any thread of the pool is made, which inherit it
        int slices = int.Parse(arguments[1], CultureInfo.InvariantCulture);
        Slowdown? slowdown = arguments.Length > 2 ? Slowdown.Parse(arguments[2]) : null;
        Recording recording = Recording.LoadAsync(new Arguments().Wav).GetAwaiter().GetResult();
        (Stage Stage, SliceTimer Own, SliceTimer Reference)[] timers = [.. StageList.Here.Select(stage => (stage, Timer(stage, recording, slowdown), new SliceTimer(References.Create(stage.Reference))))];
        for (int i = 0; i < slices; i++)
        {
            foreach ((_, SliceTimer own, SliceTimer reference) in timers)
            {
                reference.Slice();
                own.Slice();
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture}-{(int)VectorWidths.Best}").ToLowerInvariant());
        foreach ((Stage stage, SliceTimer own, SliceTimer reference) in timers)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{stage.Name} {own.Quickest / reference.Quickest:R}"));
        }

        return 0;
    }

    private static SliceTimer Timer(Stage stage, Recording recording, Slowdown? slowdown)
    {
        Action run = stage.Create(recording);
        SliceTimer timer = new(run);
        return slowdown?.Stage == stage.Name ? slowdown.Slow(run, timer.Quickest) : timer;
    }

    // Cores of a shared machine differ from moment to moment: stage and reference are to meet the same one.
    private static void StayOn(int core)
    {
        if (OperatingSystem.IsLinux() || OperatingSystem.IsWindows())
        {
            using Process self = Process.GetCurrentProcess();
            ulong allowed = (ulong)self.ProcessorAffinity;
            int[] cores = [.. Enumerable.Range(0, 64).Where(n => (allowed >> n & 1) != 0)];
            self.ProcessorAffinity = (nint)(1UL << cores[core % cores.Length]);
        }
    }
}
