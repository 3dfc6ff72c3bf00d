using System.Diagnostics;
using System.Text.Json;

namespace Cascade.Browser.Tests.Support;

/// <summary>What the command line finds in a file.</summary>
internal static class CommandLine
{
    /// <summary>The segments, in seconds.</summary>
    public static async Task<(double Start, double End)[]> DetectAsync(string path, params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", [ProgramPaths.CommandLine, "detect", path, "--format", "json", .. arguments]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.That(process.ExitCode, Is.Zero);
        JsonElement segments = JsonSerializer.Deserialize<JsonElement>(output).GetProperty("segments");
        return [.. segments.EnumerateArray().Select(s => (s.GetProperty("startSeconds").GetDouble(), s.GetProperty("endSeconds").GetDouble()))];
    }
}
