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

    // A virtual machine may hide the model's name; the family and the number of the model still tell which core it is.
    private static string Processor
    {
        get
        {
            const string linux = "/proc/cpuinfo";
            string[] lines = File.Exists(linux) ? File.ReadAllLines(linux) : [];
            string? Find(string name) => lines.FirstOrDefault(line => line.Split(':')[0].TrimEnd() == name)?.Split(':', 2)[1].Trim();
            string? core = Find("cpu family") is { } family && Find("model") is { } model ? $" (family {family}, model {model})" : null;
            return Find("model name") is { } name ? name + core
                : Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? RuntimeInformation.ProcessArchitecture.ToString();
        }
    }
}
