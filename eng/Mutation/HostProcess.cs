using System.Diagnostics;

namespace Cascade.Mutation;

/// <summary>A running <see cref="Host"/>. One that does not answer is killed.</summary>
internal sealed class HostProcess : IDisposable
{
    // A mutant that loops may also allocate for as long as it runs.
    private const string MostMemory = "0x80000000";

    // Processor time, because the machine may have other things to do; and a mutant that waits for ever uses none.
    private static readonly TimeSpan Deadlock = TimeSpan.FromMinutes(5);

    private readonly Process _process;
    private readonly TimeSpan _mostProcessorTime;

    private HostProcess(Process process, TimeSpan mostProcessorTime) => (_process, _mostProcessorTime) = (process, mostProcessorTime);

    public static async Task<HostProcess> StartAsync(string program, TimeSpan mostProcessorTime)
    {
        ProcessStartInfo start = new("dotnet", [program]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["DOTNET_GCHeapHardLimit"] = MostMemory;
        HostProcess host = new(Process.Start(start)!, mostProcessorTime);
        return await host.ReadAsync() is not null ? host : throw new InvalidOperationException("The tests of the copy do not start.");
    }

    /// <summary>Sends a request.</summary>
    /// <returns>The answer, or <see langword="null"/> if there is none: the process has ended, or has been killed after too long a time.</returns>
    public async Task<string?> AskAsync(string request)
    {
        await _process.StandardInput.WriteLineAsync(request);
        return await ReadAsync();
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private async Task<string?> ReadAsync()
    {
        TimeSpan begin = _process.TotalProcessorTime;
        Stopwatch watch = Stopwatch.StartNew();
        while (true)
        {
            Task<string?> line = _process.StandardOutput.ReadLineAsync();
            while (await Task.WhenAny(line, Task.Delay(200)) != line)
            {
                _process.Refresh();
                if (watch.Elapsed > Deadlock || (!_process.HasExited && _process.TotalProcessorTime - begin > _mostProcessorTime))
                {
                    return null;
                }
            }

            string? text = await line;
            if (text is null || text.StartsWith(Host.Mark, StringComparison.Ordinal))
            {
                return text?[Host.Mark.Length..];
            }
        }
    }
}
