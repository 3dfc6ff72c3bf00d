using System.Runtime.InteropServices;

namespace Cascade.Cli;

/// <summary>The computer that this runs on.</summary>
internal static class Machine
{
    private const string LinuxProcessors = "/proc/cpuinfo";

    /// <summary>The processor's name as far as the system tells it.</summary>
    public static string Processor => ReadLinuxName() ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? RuntimeInformation.ProcessArchitecture.ToString();

    private static string? ReadLinuxName()
    {
        string? line = File.Exists(LinuxProcessors) ? File.ReadLines(LinuxProcessors).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?[(line.IndexOf(':') + 1)..].Trim();
    }
}
