using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Threading.Channels;

namespace Cascade.Benchmarks.Load.Talk;

/// <summary>Cascade.Talk as a process of its own, with its workers.</summary>
internal sealed class TalkServerProcess : Nodes.INodeProcess
{
    private const string AddressLine = "Open ";

    private readonly Process _process;
    private readonly Channel<long> _live = Channel.CreateUnbounded<long>();

    private TalkServerProcess(Process process, Uri address)
    {
        (_process, Address) = (process, address);
        AppDomain.CurrentDomain.ProcessExit += Kill; // where this process is told to end, nothing is disposed
    }

    public Uri Address { get; }

    /// <summary>Starts it at a port, with settings besides.</summary>
    /// <exception cref="InvalidOperationException">It ended at once.</exception>
    public static async Task<TalkServerProcess> StartAsync(int connections, int port, IEnumerable<(string Name, string Value)> settings)
    {
        string assembly = typeof(TalkServerProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Talk").Value!;
        string path = Path.GetFullPath(assembly.Replace('\\', Path.DirectorySeparatorChar), AppContext.BaseDirectory);
        ProcessStartInfo start = new("dotnet", [path, "--urls", string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")]) { RedirectStandardOutput = true, RedirectStandardInput = true };
        start.Environment.Remove(ServerProcess.InlineCompletions);
        start.Environment["DOTNET_STARTUP_HOOKS"] = typeof(StartupHook).Assembly.Location;
        start.Environment.TryAdd("Talk__Speed", nameof(PocketSphinxSpeed.Fastest)); // the settings for many speakers
        start.Environment.TryAdd("Talk__Voice", "kal16"); // speaks a sentence in a seventh of the time of slt
        string most = connections.ToString(CultureInfo.InvariantCulture);
        start.Environment["Cascade__MaxSessions"] = most;
        start.Environment["Cascade__MaxSessionsPerClient"] = most;
        foreach ((string name, string value) in settings)
        {
            start.Environment[name] = value;
        }

        Process process = Process.Start(start)!;
        List<string> said = [];
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(AddressLine, StringComparison.Ordinal))
            {
                TalkServerProcess server = new(process, new Uri(line[AddressLine.Length..].Split(' ')[0]));
                _ = server.ReadAsync();
                return server;
            }

            said.Add(line);
        }

        throw new InvalidOperationException($"The server '{path}' ended before it listened: {string.Join(' ', said)}");
    }

    public int Id => _process.Id;

    /// <summary>Returns the resident memory of the server and its workers, and keeps the processor time of each, also of those that have ended.</summary>
    public double Read(Dictionary<int, TimeSpan> processor)
    {
        double resident = 0;
        foreach (int id in Children().Prepend(_process.Id))
        {
            try
            {
                using Process process = Process.GetProcessById(id);
                processor[id] = process.TotalProcessorTime;
                resident += process.WorkingSet64 / 1e6;
            }
            catch (Exception e) when (e is ArgumentException or InvalidOperationException)
            {
                continue; // ended meanwhile
            }
        }

        return resident;
    }

    /// <summary>Collects in the server. Afterwards <see cref="Read"/> gives the memory that it cannot do without.</summary>
    /// <exception cref="ChannelClosedException">The server has ended.</exception>
    public async Task<long> CollectAsync()
    {
        await _process.StandardInput.WriteLineAsync(StartupHook.Collect);
        await _process.StandardInput.FlushAsync();
        return await _live.Reader.ReadAsync();
    }

    /// <summary>Kills one of its recognisers or voices.</summary>
    public void KillWorker(Random random)
    {
        int[] workers = [.. Children()];
        if (workers.Length == 0)
        {
            return;
        }

        try
        {
            using Process worker = Process.GetProcessById(workers[random.Next(workers.Length)]);
            worker.Kill();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return; // ended meanwhile
        }
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
            _process.Kill(entireProcessTree: true);
        }
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(StartupHook.Live, StringComparison.Ordinal))
            {
                _live.Writer.TryWrite(long.Parse(line.AsSpan(StartupHook.Live.Length), CultureInfo.InvariantCulture));
            }
        }

        _live.Writer.TryComplete();
    }

    private IEnumerable<int> Children() => Directory.GetDirectories($"/proc/{_process.Id}/task").SelectMany(ChildrenOf);

    // A child belongs to the thread that started it.
    private static IEnumerable<int> ChildrenOf(string task)
    {
        try
        {
            return File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => int.Parse(id, CultureInfo.InvariantCulture)).ToArray();
        }
        catch (IOException)
        {
            return []; // the thread has ended meanwhile
        }
    }
}
