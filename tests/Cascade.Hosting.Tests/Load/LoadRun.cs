using System.Diagnostics;
using System.Reflection;
using System.Text.Json;

namespace Cascade.Hosting.Tests.Load;

/// <summary>A finished run of the load generator.</summary>
internal sealed record LoadRun(int ExitCode, string Output, string Error)
{
    public static async Task<LoadRun> RunAsync(string arguments)
    {
        string assembly = typeof(LoadRun).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Benchmarks").Value!;
        string path = Path.GetFullPath(assembly.Replace('\\', Path.DirectorySeparatorChar), AppContext.BaseDirectory);
        ProcessStartInfo start = new("dotnet", [path, "load", "--json", .. arguments.Split(' ')]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new LoadRun(process.ExitCode, await output, await error);
    }

    /// <summary>A figure of the report.</summary>
    public double this[string row, string figure] => Line("name", row).GetProperty(figure).GetDouble();

    /// <summary>Whether a figure kept to its limit.</summary>
    public bool Holds(string limit) => Line("limitOn", limit).GetProperty("holds").GetBoolean();

    private JsonElement Line(string property, string value) => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => JsonSerializer.Deserialize<JsonElement>(line))
        .Single(element => element.TryGetProperty(property, out JsonElement found) && found.GetString() == value);
}
