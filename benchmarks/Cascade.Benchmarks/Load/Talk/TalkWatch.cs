using System.Diagnostics;

namespace Cascade.Benchmarks.Load.Talk;

/// <summary>Asks a server under load for its health, and reads what it takes of the machine.</summary>
/// <param name="server">The server.</param>
/// <param name="level">When its memory has come to its level: it collects then, and once more at the end.</param>
internal sealed class TalkWatch(TalkServerProcess server, TimeSpan level) : IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    private readonly HttpClient _http = new();

    /// <summary>Gets the times that <c>GET /health</c> took.</summary>
    public Histogram Health { get; } = new();

    /// <summary>Gets the mean processor time a second of the server and its workers.</summary>
    public double Cores { get; private set; }

    /// <summary>Gets the mean processor time a second of the server alone.</summary>
    public double ServerCores { get; private set; }

    public double LargestMB { get; private set; }

    /// <summary>Gets the resident memory after the first collection.</summary>
    public double LevelMB { get; private set; }

    /// <summary>Gets the managed memory in use after the first collection.</summary>
    public double LevelLiveMB { get; private set; }

    public double EndMB { get; private set; }

    public double EndLiveMB { get; private set; }

    public async Task RunAsync(CancellationToken stop)
    {
        long began = Stopwatch.GetTimestamp();
        Dictionary<int, TimeSpan> processor = [];
        Dictionary<int, TimeSpan> before = [];
        server.Read(before);
        while (!stop.IsCancellationRequested)
        {
            long asked = Stopwatch.GetTimestamp();
            using (HttpResponseMessage answer = await _http.GetAsync(new Uri(server.Address, "/health"), CancellationToken.None))
            {
                Health.Add(Stopwatch.GetElapsedTime(asked));
            }

            LargestMB = Math.Max(LargestMB, server.Read(processor));
            if (LevelMB == 0 && Stopwatch.GetElapsedTime(began) > level)
            {
                LevelLiveMB = await server.CollectAsync(CancellationToken.None) / 1e6; // stops the server, which nobody else does: no health is asked for meanwhile
                LevelMB = server.Read(processor);
            }

            await Task.Delay(Look, CancellationToken.None);
        }

        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        Cores = processor.Sum(one => (one.Value - before.GetValueOrDefault(one.Key)).TotalSeconds) / seconds;
        ServerCores = (processor[server.Id] - before[server.Id]).TotalSeconds / seconds;
    }

    /// <summary>Reads the memory when the last client has gone.</summary>
    public async Task EndAsync()
    {
        EndLiveMB = await server.CollectAsync(CancellationToken.None) / 1e6;
        EndMB = server.Read([]);
    }

    public void Dispose() => _http.Dispose();
}
