using System.Reflection;
using System.Text.Json;
using CliWrap;
using CliWrap.Buffered;

namespace Cascade.Tests.Cli;

/// <summary>A finished run of the command line's executable.</summary>
internal sealed record CommandLine(int ExitCode, string Output, string Error)
{
    // A process that hangs is to fail its test, and not to hold up all of them.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private static readonly Lazy<string> WithoutOnnxRuntime = new(CopyWithoutOnnxRuntime);

    public static string GoldenFolder { get; } = Path.Combine(AppContext.BaseDirectory, "Golden");

    private static string Executable
    {
        get
        {
            string assembly = typeof(CommandLine).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "CommandLine").Value!;
            return Path.GetFullPath(assembly.Replace('\\', Path.DirectorySeparatorChar), AppContext.BaseDirectory);
        }
    }

    /// <summary>The lines of standard error.</summary>
    public string[] ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The JSON documents on standard output.</summary>
    public JsonElement[] Documents =>
        [.. Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<JsonElement>(line))];

    public static string Recording(string name) => Path.Combine(GoldenFolder, name);

    public static Task<CommandLine> RunAsync(IEnumerable<string> arguments, params (string Name, string Value)[] environment) =>
        FinishAsync(Describe(arguments, environment));

    /// <summary>Runs a copy of the executable that has no native library beside it.</summary>
    public static Task<CommandLine> RunWithoutOnnxRuntimeAsync(IEnumerable<string> arguments, params (string Name, string Value)[] environment) =>
        FinishAsync(Describe(arguments, environment).WithArguments([WithoutOnnxRuntime.Value, .. arguments]));

    /// <summary>Runs with the bytes on standard input, which ends after them.</summary>
    public static Task<CommandLine> PipeAsync(byte[] input, IEnumerable<string> arguments, params (string Name, string Value)[] environment) =>
        FinishAsync(Describe(arguments, environment).WithStandardInputPipe(PipeSource.FromBytes(input)));

    /// <summary>A run, before it is started.</summary>
    public static Command Describe(IEnumerable<string> arguments, params (string Name, string Value)[] environment) =>
        new Command("dotnet").WithArguments([Executable, .. arguments]).WithEnvironmentVariables(environment.ToDictionary(variable => variable.Name, string? (variable) => variable.Value));

    public static Task<CommandLine> FinishAsync(Command command) => SignalAsync(command, Task.CompletedTask);

    /// <summary>Runs, and sends signals to the process when it is ready for them.</summary>
    public static async Task<CommandLine> SignalAsync(Command command, Task ready, params string[] signals)
    {
        using CancellationTokenSource stop = new(Longest);
        CommandTask<BufferedCommandResult> run = command.WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(stop.Token);
        await ready.WaitAsync(stop.Token);
        for (int i = 0; i < signals.Length; i++)
        {
            // The first may have ended it before the second comes.
            await new Command("kill").WithArguments([$"-{signals[i]}", $"{run.ProcessId}"]).WithValidation(i == 0 ? CommandResultValidation.ZeroExitCode : CommandResultValidation.None).ExecuteAsync();
        }

        BufferedCommandResult result = await run;
        return new CommandLine(result.ExitCode, result.StandardOutput, result.StandardError);
    }

    // Native libraries lie in folders below; the list of dependencies, which names them, is left out: the host then takes what lies beside the executable.
    private static string CopyWithoutOnnxRuntime()
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "without-onnxruntime");
        Directory.CreateDirectory(folder);
        foreach (string file in Directory.EnumerateFiles(Path.GetDirectoryName(Executable)!).Where(file => !file.EndsWith(".deps.json", StringComparison.Ordinal)))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        }

        return Path.Combine(folder, Path.GetFileName(Executable));
    }
}
