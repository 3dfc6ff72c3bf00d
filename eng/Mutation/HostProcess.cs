using System.Diagnostics;

namespace Cascade.Mutation;

/// <summary>A running <see cref="Host"/>. One that does not answer is killed.</summary>
internal sealed class HostProcess : IDisposable
{
    // A mutant that loops may also allocate for as long as it runs.
    private const string MostMemory = "0x80000000";

    // A mutant that waits for ever uses no processor time to speak of for so long.
    private static readonly TimeSpan Deadlock = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(50);

    private readonly Process _process;
    private readonly TimeSpan _mostProcessorTime;

    private HostProcess(Process process, TimeSpan mostProcessorTime) => (_process, _mostProcessorTime) = (process, mostProcessorTime);

    public static async Task<HostProcess> StartAsync(string program, TimeSpan mostProcessorTime)
    {
        ProcessStartInfo start = new("dotnet", [program]) { WorkingDirectory = Path.GetDirectoryName(program)!, RedirectStandardInput = true, RedirectStandardOutput = true };
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

    private TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.HasExited ? TimeSpan.Zero : _process.TotalProcessorTime;
        }
    }

    private async Task<string?> ReadAsync()
    {
        // Processor time and not the clock's, because the machine may have other things to do.
        TimeSpan begin = ProcessorTime;
        TimeSpan active = begin;
        Stopwatch idle = Stopwatch.StartNew();
        while (true)
        {
            Task<string?> line = _process.StandardOutput.ReadLineAsync();
            while (await Task.WhenAny(line, Task.Delay(200)) != line)
            {
                TimeSpan now = ProcessorTime;
                if (now - active > Idle)
                {
                    active = now;
                    idle.Restart();
                }

                if (now - begin > _mostProcessorTime || idle.Elapsed > Deadlock)
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
