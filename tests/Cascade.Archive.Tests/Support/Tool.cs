using System.Reflection;
using System.Text.Json;
using CliWrap;
using CliWrap.Buffered;

namespace Cascade.Archive.Tests.Support;

/// <summary>A run of the command line's executable.</summary>
internal sealed record Tool(int ExitCode, string Output, string Error)
{
    // A process that hangs is to fail its test, and not to hold up all of them. One may last for as long as several others, one after another.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    private static readonly string Executable = Path.GetFullPath(
        typeof(Tool).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "CommandLine").Value!.Replace('\\', Path.DirectorySeparatorChar), AppContext.BaseDirectory);

    public string[] ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The JSON documents on standard output.</summary>
    public JsonElement[] Documents => [.. Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<JsonElement>(line))];

    public static async Task<Tool> RunAsync(params string[] arguments)
    {
        using RunningTool run = Start(arguments);
        return await run.Finish;
    }

    /// <summary>Starts a run that can be signaled.</summary>
    public static RunningTool Start(params string[] arguments)
    {
        CancellationTokenSource stop = new(Longest);
        Command command = new Command("dotnet").WithArguments([Executable, .. arguments]).WithValidation(CommandResultValidation.None);
        return new RunningTool(command.ExecuteBufferedAsync(stop.Token), stop);
    }
}
