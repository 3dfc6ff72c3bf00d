using System.Diagnostics;
using System.Text;

namespace Cascade.Mutation;

/// <summary>What a program did. One that takes too long is killed with all it started, and has no exit code.</summary>
internal sealed record ProgramRun(int? ExitCode, string Output)
{
    public static async Task<ProgramRun> StartAsync(string program, IEnumerable<string> arguments, TimeSpan limit, params (string Name, string Value)[] environment)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        StringBuilder output = new();
        process.OutputDataReceived += (_, e) => Append(output, e.Data);
        process.ErrorDataReceived += (_, e) => Append(output, e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using CancellationTokenSource timeout = new(limit);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return new ProgramRun(null, output.ToString());
        }

        return new ProgramRun(process.ExitCode, output.ToString());
    }

    private static void Append(StringBuilder output, string? line)
    {
        lock (output)
        {
            output.AppendLine(line);
        }
    }
}
