using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace Cascade.Benchmarks.Load.Talk;

/// <summary>Cascade.Talk as a process of its own, with its workers.</summary>
internal sealed class TalkServerProcess : IDisposable
{
    private const string AddressLine = "Open ";

    private readonly Process _process;

    private TalkServerProcess(Process process, Uri address)
    {
        (_process, Address) = (process, address);
        AppDomain.CurrentDomain.ProcessExit += Kill; // where this process is told to end, nothing is disposed
    }

    public Uri Address { get; }

    /// <exception cref="InvalidOperationException">It ended at once.</exception>
    public static async Task<TalkServerProcess> StartAsync(int connections)
    {
        string assembly = typeof(TalkServerProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Talk").Value!;
        string path = Path.GetFullPath(assembly.Replace('\\', Path.DirectorySeparatorChar), AppContext.BaseDirectory);
        ProcessStartInfo start = new("dotnet", [path, "--urls", "http://127.0.0.1:0"]) { RedirectStandardOutput = true };
        string most = connections.ToString(CultureInfo.InvariantCulture);
        start.Environment["Cascade__MaxSessions"] = most;
        start.Environment["Cascade__MaxSessionsPerClient"] = most;
        Process process = Process.Start(start)!;
        List<string> said = [];
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(AddressLine, StringComparison.Ordinal))
            {
                _ = process.StandardOutput.ReadToEndAsync();
                return new TalkServerProcess(process, new Uri(line[AddressLine.Length..].Split(' ')[0]));
            }

            said.Add(line);
        }

        throw new InvalidOperationException($"The server '{path}' ended before it listened: {string.Join(' ', said)}");
    }

    /// <summary>Returns the processor time and the resident memory of the server and its workers.</summary>
    public (TimeSpan Processor, double ResidentMB) Read()
    {
        TimeSpan processor = TimeSpan.Zero;
        double resident = 0;
        foreach (int id in Children().Prepend(_process.Id))
        {
            try
            {
                using Process process = Process.GetProcessById(id);
                processor += process.TotalProcessorTime;
                resident += process.WorkingSet64 / 1e6;
            }
            catch (Exception e) when (e is ArgumentException or InvalidOperationException)
            {
                continue; // ended meanwhile
            }
        }

        return (processor, resident);
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= Kill;
        Kill(null, EventArgs.Empty);
        _process.WaitForExit();
        _process.Dispose();
    }

    private void Kill(object? sender, EventArgs e) => _process.Kill(entireProcessTree: true);

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
