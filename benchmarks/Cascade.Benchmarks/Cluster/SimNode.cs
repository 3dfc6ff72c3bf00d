namespace Cascade.Benchmarks.Cluster;

/// <summary>
/// A node: its streams, and audio that is replayed after hand-overs. Between two changes nothing happens that is not known beforehand, so that time is accounted for in one step at the next
/// change: ticks of 32 ms compute a frame of each stream, and replayed audio goes before frames that come later.
/// </summary>
internal sealed class SimNode(SimCosts costs, WeightedHistogram latency)
{
    private const double Tick = (double)SampleClock.FrameSamples / SampleClock.SampleRateHz;
    private const int Samples = 4; // of when in a tick a frame comes and is computed, and of a backlog that shrinks

    private readonly Dictionary<int, double> _steady = []; // seconds without a backlog, by the number of streams
    private double _since;
    private double _backlog; // processor seconds of replayed audio

    public bool IsUp { get; set; } = true;

    public bool IsDraining { get; set; }

    /// <summary>Gets which of several lives this is: a node that died has lost its streams.</summary>
    public int Life { get; private set; }

    public int Streams { get; private set; }

    /// <summary>Gets the part of the processor that its streams take.</summary>
    public double Load => Streams * costs.StreamShare;

    public double HighestLoad { get; private set; }

    /// <summary>Gets the sum of load and time.</summary>
    public double LoadSeconds { get; private set; }

    /// <summary>Gets how long audio that comes now waits for audio that is replayed.</summary>
    public double Wait => _backlog > 0 ? _backlog / costs.Cores : 0;

    /// <summary>Takes a stream that comes with audio to be replayed.</summary>
    /// <returns>After how long the stream is at the present again.</returns>
    public double Take(double now, double replaySeconds)
    {
        Account(now);
        Streams++;
        _backlog += (replaySeconds / Tick * costs.ReplaySeconds) + costs.RestoreSeconds;
        HighestLoad = Math.Max(HighestLoad, Load);
        double spare = 1 - Math.Min(Load, 0.99);
        return Wait / spare;
    }

    public void Leave(double now)
    {
        Account(now);
        Streams--;
    }

    /// <summary>Loses all streams.</summary>
    public int Die(double now)
    {
        Account(now);
        (int lost, Streams, _backlog, IsUp) = (Streams, 0, 0, false);
        Life++;
        return lost;
    }

    public void Start(double now)
    {
        Account(now);
        (IsUp, IsDraining) = (true, false);
    }

    /// <summary>Accounts for the time since the last change.</summary>
    public void Account(double now)
    {
        double time = now - _since;
        _since = now;
        if (time <= 0 || Streams == 0)
        {
            return;
        }

        LoadSeconds += Load * time;
        double spare = (1 - Load) * costs.Cores;
        double busy = _backlog <= 0 ? 0 : spare > 0 ? Math.Min(time, _backlog / spare) : time;
        for (int i = 0; i < Samples && busy > 0; i++)
        {
            double left = _backlog - (spare * busy * (i + 0.5) / Samples);
            AddFrames(busy / Samples, Math.Max(0, left) / costs.Cores);
        }

        _backlog = Math.Max(0, _backlog - (spare * busy));
        _steady[Streams] = _steady.GetValueOrDefault(Streams) + time - busy;
    }

    /// <summary>Accounts for all time up to the end.</summary>
    public void Finish(double now)
    {
        Account(now);
        foreach ((int streams, double time) in _steady)
        {
            Streams = streams;
            AddFrames(time, 0);
        }
    }

    private void AddFrames(double time, double wait)
    {
        if (time <= 0)
        {
            return;
        }

        double weight = time / Tick * Streams / (Samples * Samples);
        for (int arrival = 0; arrival < Samples; arrival++)
        {
            for (int turn = 0; turn < Samples; turn++)
            {
                double tick = ((arrival + 0.5) / Samples) + ((turn + 0.5) / Samples * Math.Max(Load, costs.StreamShare));
                latency.Add(((tick * Tick) + wait) * 1_000, weight);
            }
        }
    }
}
