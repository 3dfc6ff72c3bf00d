using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Threading.Channels;

namespace Cascade.Benchmarks.Load;

/// <summary>The sample server as a process of its own, with room for the load.</summary>
internal sealed partial class ServerProcess : Nodes.INodeProcess
{
    /// <summary>Completions of sockets run on the thread that waits for them. Set for the generator, not for the server.</summary>
    public const string InlineCompletions = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    private readonly Process _process;
    private readonly Channel<long> _live = Channel.CreateUnbounded<long>();

    private ServerProcess(Process process, Uri endpoint)
    {
        (_process, Endpoint) = (process, endpoint);
        AppDomain.CurrentDomain.ProcessExit += Kill; // where this process is told to end, nothing is disposed
    }

    public Uri Endpoint { get; }

    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Returns the bytes of managed memory that live after a full collection. Afterwards <see cref="ResidentBytes"/> is what the process cannot do without.</summary>
    /// <exception cref="ChannelClosedException">The server has ended.</exception>
    public async Task<long> CollectAsync(CancellationToken cancellationToken)
    {
        await _process.StandardInput.WriteLineAsync(StartupHook.Collect);
        await _process.StandardInput.FlushAsync(cancellationToken);
        return await _live.Reader.ReadAsync(cancellationToken);
    }

    /// <summary>Starts it, with what the environment says besides, such as <c>Cascade__BatchInterval</c>.</summary>
    /// <exception cref="InvalidOperationException">It ended at once.</exception>
    public static Task<ServerProcess> StartAsync(LoadArguments arguments) => StartAsync(arguments, port: 0, []);

    /// <summary>Starts it at a port, with settings besides.</summary>
    /// <exception cref="InvalidOperationException">It ended at once.</exception>
    public static async Task<ServerProcess> StartAsync(LoadArguments arguments, int port, IEnumerable<(string Name, string Value)> settings)
    {
        string assembly = typeof(ServerProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Server").Value!;
        string path = Path.GetFullPath(assembly.Replace('\\', Path.DirectorySeparatorChar), AppContext.BaseDirectory);
        ProcessStartInfo start = new("dotnet", [path, "--urls", string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")]) { RedirectStandardOutput = true, RedirectStandardInput = true };
        start.Environment.Remove(InlineCompletions);
        foreach ((string name, string value) in Settings(arguments).Concat(settings))
        {
            start.Environment[name] = value;
        }

        Process process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (Address().Match(line) is { Success: true } match)
            {
                ServerProcess server = new(process, new Uri(new Uri(match.Value), "/vad"));
                _ = server.ReadAsync(process.StandardOutput);
                return server;
            }
        }

        throw new InvalidOperationException($"The server '{path}' ended before it listened.");
    }

    /// <summary>Asks the process to end, as an operator does, and waits until it has.</summary>
    public async Task EndAsync()
    {
        using (Process end = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await end.WaitForExitAsync();
        }

        await _process.WaitForExitAsync();
        Dispose();
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= Kill;
        Kill(null, EventArgs.Empty);
        _process.WaitForExit();
        _process.Dispose();
    }

    private void Kill(object? sender, EventArgs e)
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true); // SIGKILL
        }
    }

    private async Task ReadAsync(StreamReader output)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(StartupHook.Live, StringComparison.Ordinal))
            {
                _live.Writer.TryWrite(long.Parse(line.AsSpan(StartupHook.Live.Length), CultureInfo.InvariantCulture));
            }
            else
            {
                await Console.Error.WriteLineAsync($"server: {line}");
            }
        }

        _live.Writer.Complete();
    }

    // All clients have one address, and connect within seconds. A session that waits to be resumed keeps its place, and one connection more may be open for a while.
    private static IEnumerable<(string Name, string Value)> Settings(LoadArguments arguments)
    {
        string connections = arguments.Connections.ToString(CultureInfo.InvariantCulture);
        yield return ("Cascade__MaxSessions", connections);
        yield return ("Cascade__MaxSessionsPerClient", connections);
        yield return ("Cascade__Processor__Engine", arguments.Engine.ToString());
        yield return ("Cascade__Batch", arguments.Batch.ToString());
        yield return ("DOTNET_STARTUP_HOOKS", typeof(StartupHook).Assembly.Location);
        yield return (StartupHook.Leak, arguments.Leak.ToString(CultureInfo.InvariantCulture));
        yield return ("Logging__LogLevel__Default", "Warning"); // what it still says is worth reading
        yield return ("Server__ConnectionsPerMinute", int.MaxValue.ToString(CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:[1-9]\d*")]
    private static partial Regex Address();
}
