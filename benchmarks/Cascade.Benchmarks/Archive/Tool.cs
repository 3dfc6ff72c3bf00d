using System.Diagnostics;
using System.Reflection;

namespace Cascade.Benchmarks.Archive;

/// <summary>The command line and nats-server as processes of their own.</summary>
internal static class Tool
{
    private static readonly string CommandLine = Path.GetFullPath(
        typeof(Tool).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "CommandLine").Value!.Replace('\\', Path.DirectorySeparatorChar), AppContext.BaseDirectory);

    /// <summary>Starts the command line.</summary>
    public static Process Start(params string[] arguments) => Start("dotnet", [CommandLine, .. arguments]);

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

    /// <summary>Starts a program.</summary>
    /// <exception cref="InvalidOperationException">It is not installed.</exception>
    public static Process Start(string program, string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new InvalidOperationException($"'{program}' is missing: install it (Debian and Ubuntu: sudo apt-get install {program}).");
        }
    }

    public static void End(Process process)
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }
}
