using System.Diagnostics;

namespace Cascade.Browser.Tests.Support;

/// <summary>The sample server, as somebody starts it.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const string AddressLine = "Now listening on: ";

    private readonly Process _process;

    private ServerProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    /// <summary>Starts it and waits until it says of itself that it can serve.</summary>
    /// <param name="port">0: one that is free.</param>
    /// <param name="arguments">More of the command line.</param>
    public static async Task<ServerProcess> StartAsync(int port = 0, params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", [ProgramPaths.Server, "--urls", $"http://127.0.0.1:{port}", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Process process = Process.Start(start)!;
        TaskCompletionSource<Uri> address = new(TaskCreationOptions.RunContinuationsAsynchronously);
        List<string> output = [];
        void Read(string? line)
        {
            lock (output)
            {
                output.Add(line ?? "(end of output)");
            }

            if (line is null)
            {
                address.TrySetException(new InvalidOperationException($"The server ended:\n{string.Join('\n', output)}"));
            }
            else if (line.IndexOf(AddressLine, StringComparison.Ordinal) is >= 0 and int at)
            {
                address.TrySetResult(new Uri(line[(at + AddressLine.Length)..].Trim()));
            }
        }

        process.OutputDataReceived += (_, e) => Read(e.Data);
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        ServerProcess server = new(process, await address.Task.WaitAsync(TimeSpan.FromMinutes(2)));
        using HttpClient client = new() { BaseAddress = server.Address };
        (await client.GetAsync("health")).EnsureSuccessStatusCode();
        return server;
    }

    /// <summary>Ends it without a chance to say so.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks it to stop, as a service manager does.</summary>
    public async Task StopAsync()
    {
        using Process kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }
}
