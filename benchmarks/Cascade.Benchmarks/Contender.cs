using System.Diagnostics;

namespace Cascade.Benchmarks;

/// <summary>
/// One way of processing a recording, and the times it took. All ways are compared by the mean time per frame in each second of audio: a second is the longest call, and
/// the median of means lies above the median of single frames.
/// </summary>
internal abstract class Contender(string name) : IAsyncDisposable
{
    public string Name { get; } = name;

    /// <summary>Microseconds per frame of every second of audio in every round.</summary>
    public List<double> Seconds { get; } = [];

    /// <summary>Microseconds of every call in every round, by frame.</summary>
    public List<double> Calls { get; } = [];

    /// <summary>Processes the recording once, as a new stream.</summary>
    public abstract Task RunAsync();

    public abstract ValueTask DisposeAsync();

    /// <summary>Forgets the times of rounds that warmed up.</summary>
    public void Forget()
    {
        Seconds.Clear();
        Calls.Clear();
    }

    protected void AddCall(long ticks, int frames) => Calls.Add(Microseconds(ticks) / frames);

    protected void AddSecond(long ticks, int frames) => Seconds.Add(Microseconds(ticks) / frames);

    private static double Microseconds(long ticks) => ticks * 1e6 / Stopwatch.Frequency;
}
