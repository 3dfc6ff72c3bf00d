using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Cascade.Speech.Tests.Support;

/// <summary>What the system knows of processes.</summary>
internal static partial class Linux
{
    public const int SigKill = 9;
    public const int SigStop = 19;

    /// <summary>Sends a real signal.</summary>
    public static void Signal(int process, int signal) => Assert.That(Kill(process, signal), Is.Zero, "The process to signal is there.");

    /// <summary>Stops a process, and waits until it stands, for a signal takes its time.</summary>
    public static Task StopAsync(int process)
    {
        Signal(process, SigStop);
        return Waiting.UntilAsync(() => Parse(Read($"/proc/{process}/stat"))[0] == "T", "the process stands");
    }

    /// <summary>Whether a process is there, zombies included.</summary>
    public static bool Exists(int process) => Directory.Exists($"/proc/{process}");

    /// <summary>The children of this process that have ended and were not waited for.</summary>
    public static int CountZombies() => ChildrenOf(Environment.ProcessId).Count(stat => stat.State == 'Z');

    /// <summary>The live children of this process that run the worker program.</summary>
    public static int CountWorkers() => ChildrenOf(Environment.ProcessId).Count(stat => stat.State != 'Z' && CommandLineOf(stat.Id).Contains("Cascade.Speech.Worker", StringComparison.Ordinal));

    public static long ResidentBytes()
    {
        using Process self = Process.GetCurrentProcess();
        return self.WorkingSet64;
    }

    private static IEnumerable<(int Id, char State)> ChildrenOf(int parent)
    {
        foreach (string folder in Directory.GetDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), out int id) && Read($"{folder}/stat") is { Length: > 0 } stat)
            {
                string[] fields = Parse(stat);
                if (int.Parse(fields[1], CultureInfo.InvariantCulture) == parent)
                {
                    yield return (id, fields[0][0]);
                }
            }
        }
    }

    private static string CommandLineOf(int process) => Read($"/proc/{process}/cmdline");

    // From the state on: the name before it may hold anything.
    private static string[] Parse(string stat) => stat[(stat.LastIndexOf(')') + 2)..].Split(' ');

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return ""; // it has ended meanwhile
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
