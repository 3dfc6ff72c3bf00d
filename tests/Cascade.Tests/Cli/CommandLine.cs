using System.Diagnostics;
using System.Reflection;
using System.Text.Json;

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

    public static async Task<CommandLine> RunAsync(IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        using Process process = Start(arguments, environment);
        return await FinishAsync(process);
    }

    /// <summary>Runs a copy of the executable that has no native library beside it.</summary>
    public static async Task<CommandLine> RunWithoutOnnxRuntimeAsync(IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        ProcessStartInfo start = Describe(arguments, redirectInput: false, environment);
        start.ArgumentList[0] = WithoutOnnxRuntime.Value;
        using Process process = Process.Start(start)!;
        return await FinishAsync(process);
    }

    /// <summary>Runs with the bytes on standard input, which ends after them.</summary>
    public static async Task<CommandLine> PipeAsync(byte[] input, IEnumerable<string> arguments)
    {
        using Process process = Process.Start(Describe(arguments, redirectInput: true))!;
        Task<CommandLine> finish = FinishAsync(process);
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended without reading all; the exit code tells why.
        }

        return await finish;
    }

    public static Process Start(IEnumerable<string> arguments, params (string Name, string Value)[] environment) =>
        Process.Start(Describe(arguments, redirectInput: false, environment))!;

    /// <summary>The process of a run, before it is started.</summary>
    public static ProcessStartInfo Describe(IEnumerable<string> arguments, bool redirectInput, params (string Name, string Value)[] environment)
    {
        ProcessStartInfo start = new("dotnet", [Executable, .. arguments]) { RedirectStandardInput = redirectInput, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    public static async Task<CommandLine> FinishAsync(Process process)
    {
        using CancellationTokenSource stop = new(Longest);
        Task<string> output = process.StandardOutput.ReadToEndAsync(stop.Token);
        Task<string> error = process.StandardError.ReadToEndAsync(stop.Token);
        try
        {
            await process.WaitForExitAsync(stop.Token);
            return new CommandLine(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw new TimeoutException($"It has not ended within {Longest}: {process.StartInfo.FileName} {string.Join(' ', process.StartInfo.ArgumentList)}");
        }
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
