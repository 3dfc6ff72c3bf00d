using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;

namespace Cascade.Benchmarks;

/// <summary>Writes <c>docs/benchmarks.md</c>: runs the short commands, each in a process of its own, and puts their figures between the page's two marks.</summary>
internal static class PageCommand
{
    private const string Begin = "<!-- figures: written by the command page -->";
    private const string End = "<!-- end of figures -->";
    private const string Program = "dotnet run -c Release --project benchmarks/Cascade.Benchmarks --";

    // Title, arguments, and whether one core is enough: a pinned process is not moved between cores of different speed.
    private static readonly (string Title, string[] Arguments, bool Pinned)[] Parts =
    [
        ("The two engines", ["engines"], true),
        ("Chunks beside a bare loop over ONNX Runtime", ["chunks"], true),
        ("Threads of a batch", ["threads"], false),
        ("Conversion from 48 kHz", ["audio", "48000"], true),
        ("Memory of one more processor", ["memory"], true),
        ("Creation", ["startup"], true),
    ];

    /// <param name="arguments"><c>--only NAME</c> runs one command, for a try; <c>--output FILE</c> writes another file than the page.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] arguments)
    {
        string page = Path.Combine(typeof(PageCommand).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "RepositoryRoot").Value!, "docs", "benchmarks.md");
        string text = await File.ReadAllTextAsync(page);
        (int begin, int end) = (text.IndexOf(Begin, StringComparison.Ordinal), text.IndexOf(End, StringComparison.Ordinal));
        if (begin < 0 || end < begin)
        {
            throw new InvalidOperationException($"{page} lacks the line '{Begin}' or, after it, '{End}'.");
        }

        string? only = ValueOf(arguments, "--only");
        (string Title, string[] Arguments, bool Pinned)[] parts = [.. Parts.Where(part => only is null || part.Arguments[0] == only)];
        if (parts.Length == 0)
        {
            throw new ArgumentException($"The page has no command '{only}'.");
        }

        long start = Stopwatch.GetTimestamp();
        StringBuilder figures = new(Begin + "\n\n");
        figures.Append(CultureInfo.InvariantCulture, $"`{Program} page` wrote these figures on {DateTime.UtcNow:yyyy-MM-dd}, on {Machine.Line}.\n");
        foreach ((string title, string[] command, bool pinned) in parts)
        {
            Console.Error.WriteLine($"{string.Join(' ', command)} …");
            figures.Append(CultureInfo.InvariantCulture, $"\n### {title}\n\nCommand: `{Program} {string.Join(' ', command)}`{(pinned && Taskset is not null ? ", on one pinned core" : "")}.\n\n");
            figures.Append(MarkdownTable.From(await MeasureAsync(command, pinned)));
        }

        string output = ValueOf(arguments, "--output") ?? page;
        await File.WriteAllTextAsync(output, text[..begin] + figures + "\n" + text[end..]);
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{output} written after {Stopwatch.GetElapsedTime(start).TotalMinutes:0.0} minutes"));
        return 0;
    }

    private static string? Taskset => OperatingSystem.IsLinux() && File.Exists("/usr/bin/taskset") ? "/usr/bin/taskset" : null;

    private static async Task<List<JsonObject>> MeasureAsync(string[] command, bool pinned)
    {
        string program = Environment.ProcessPath!;
        List<string> line = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [program, typeof(PageCommand).Assembly.Location] : [program];
        if (pinned && Taskset is { } taskset)
        {
            line.InsertRange(0, [taskset, "-c", (Environment.ProcessorCount - 1).ToString(CultureInfo.InvariantCulture)]);
        }

        line.AddRange([.. command, "--json"]);
        using Process process = Process.Start(new ProcessStartInfo(line[0], line.Skip(1)) { RedirectStandardOutput = true })!;
        List<JsonObject> rows = [];
        while (await process.StandardOutput.ReadLineAsync() is { } text)
        {
            if (text.StartsWith('{') && JsonNode.Parse(text) is JsonObject row && !row.ContainsKey("processor"))
            {
                rows.Add(row);
            }
        }

        await process.WaitForExitAsync();
        return process.ExitCode == 0 && rows.Count > 0
            ? rows
            : throw new InvalidOperationException($"'{string.Join(' ', command)}' exited with {process.ExitCode} and gave {rows.Count} figures.");
    }

    private static string? ValueOf(string[] arguments, string name)
    {
        int at = Array.IndexOf(arguments, name);
        return at < 0 ? null : at + 1 < arguments.Length ? arguments[at + 1] : throw new ArgumentException($"{name} needs a value.");
    }
}
