using System.Diagnostics;
using System.Globalization;

namespace Cascade.Benchmarks.Load.Talk;

/// <summary>Cascade.Talk, with its workers.</summary>
internal sealed class TalkServerProcess : SampleProcess
{
    private const string AddressLine = "Open ";

    // For many speakers: the voice speaks a sentence in a seventh of the time of slt.
    private static readonly (string Name, string Value)[] Preferences = [("Talk__Speed", nameof(PocketSphinxSpeed.Fastest)), ("Talk__Voice", "kal16")];

    private TalkServerProcess(OwnedProcess owned, Uri address)
        : base(owned, address)
    {
    }

    public int Id => Process.Id;

    /// <summary>Starts it at a port, with settings besides. What the environment says goes before the settings for many speakers.</summary>
    /// <exception cref="InvalidOperationException">It ended at once.</exception>
    public static async Task<TalkServerProcess> StartAsync(int connections, int port, IEnumerable<(string Name, string Value)> settings)
    {
        string most = connections.ToString(CultureInfo.InvariantCulture);
        (OwnedProcess owned, Uri address) = await StartAsync(
            "Talk",
            port,
            [
                .. Preferences.Where(preference => Environment.GetEnvironmentVariable(preference.Name) is null),
                ("Cascade__MaxSessions", most),
                ("Cascade__MaxSessionsPerClient", most),
                .. settings,
            ],
            line => line.StartsWith(AddressLine, StringComparison.Ordinal) ? new Uri(line[AddressLine.Length..].Split(' ')[0]) : null);
        return new TalkServerProcess(owned, address);
    }

    /// <summary>Returns the resident memory of the server and its workers, and keeps the processor time of each, also of those that have ended.</summary>
    public double Read(Dictionary<int, TimeSpan> processor)
    {
        double resident = 0;
        foreach (int id in Children().Prepend(Process.Id))
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

    private IEnumerable<int> Children() => Directory.GetDirectories($"/proc/{Process.Id}/task").SelectMany(ChildrenOf);

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
