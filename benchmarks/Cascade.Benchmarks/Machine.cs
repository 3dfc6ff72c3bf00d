using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace Cascade.Benchmarks;

/// <summary>What the figures were measured on: the first line of every command.</summary>
internal static class Machine
{
    public static string Line => $"{Processor}, {Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, {Build}";

    public static JsonObject Json => new()
    {
        ["processor"] = Processor,
        ["cores"] = Environment.ProcessorCount,
        ["system"] = RuntimeInformation.OSDescription,
        ["runtime"] = RuntimeInformation.FrameworkDescription,
        ["build"] = Build,
    };

#if DEBUG
    private static string Build => "Debug build, whose figures mean nothing";
#else
    private static string Build => "Release build";
#endif

    private static string Processor
    {
        get
        {
            const string linux = "/proc/cpuinfo";
            string? line = File.Exists(linux) ? File.ReadLines(linux).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) : null;
            return line?[(line.IndexOf(':') + 1)..].Trim()
                ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER")
                ?? RuntimeInformation.ProcessArchitecture.ToString();
        }
    }
}
