using System.Diagnostics;
using System.Reflection;

namespace Cascade.Benchmarks.Archive;

/// <summary>The command line as a process of its own.</summary>
internal static class CommandLine
{
    private static readonly string Program = Path.GetFullPath(
        typeof(CommandLine).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "CommandLine").Value!.Replace('\\', Path.DirectorySeparatorChar), AppContext.BaseDirectory);

    /// <summary>Starts the command line.</summary>
    public static Process Start(params string[] arguments) => Process.Start(new ProcessStartInfo("dotnet", [Program, .. arguments]) { RedirectStandardOutput = true })!;

    /// <summary>Runs the command line to its end.</summary>
    /// <returns>How long that took, and what it wrote.</returns>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static async Task<(TimeSpan Elapsed, string[] Lines)> RunAsync(params string[] arguments)
    {
        long began = Stopwatch.GetTimestamp();
        using Process process = Start(arguments);
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        TimeSpan elapsed = Stopwatch.GetElapsedTime(began);
        return process.ExitCode == 0
            ? (elapsed, output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            : throw new InvalidOperationException($"'cascade {arguments[0]}' exited with {process.ExitCode}.");
    }

    public static void End(Process process)
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }
}
