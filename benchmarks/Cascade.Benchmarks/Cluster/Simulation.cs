namespace Cascade.Benchmarks.Cluster;

/// <summary>A cluster behind a load balancer, with Redis for snapshots, from event to event: the same seed gives the same run.</summary>
internal sealed class Simulation
{
    // The balancer looks at the health endpoint once a second, and asks two nodes for their load. A client tries again at once where it is refused, then waits longer each time.
    private const double HealthSeconds = 1;
    private const double SilenceSeconds = 5; // until a client takes a silent connection for lost
    private const double ReconnectSeconds = 1; // clients spread over it
    private const double FirstWaitSeconds = 0.1;
    private const double LongestWaitSeconds = 5;
    private const double StreamSeconds = 1_800; // mean length of a stream
    private const double DrainSeconds = 30;
    private const double RestartSeconds = 60;
    private const double RedisAwaySeconds = 20;
    private const double FullLoad = 0.7;
    private const double HandshakeSeconds = 0.005;

    private readonly SimCosts _costs;
    private readonly ClusterArguments _arguments;
    private readonly Random _random;
    private readonly SimNode[] _nodes;
    private readonly double[] _downSince;
    private readonly PriorityQueue<SimEvent, (double Time, long Order)> _events = new();
    private readonly double[] _redisFree; // each server is free from then on
    private readonly ClusterResult _result = new();
    private long _order;
    private double _now;
    private bool _isRedisUp = true;

    private Simulation(SimCosts costs, int nodes, ClusterArguments arguments)
    {
        (_costs, _arguments, _random) = (costs, arguments, new Random(arguments.Seed));
        _nodes = [.. Enumerable.Range(0, nodes).Select(_ => new SimNode(costs, _result.Frames))];
        _downSince = new double[nodes];
        _result.Streams = (int)(arguments.Fill / costs.StreamShare) * nodes;
        _redisFree = new double[costs.RedisServers(_result.Streams)];
    }

    /// <param name="costs">The costs.</param>
    /// <param name="nodes">The size of the cluster.</param>
    /// <param name="nodeHours">For how long all nodes together run.</param>
    /// <param name="arguments">Fill, failures, seed.</param>
    public static ClusterResult Run(SimCosts costs, int nodes, double nodeHours, ClusterArguments arguments) => new Simulation(costs, nodes, arguments).Run(nodeHours / nodes * 3_600);

    private ClusterResult Run(double seconds)
    {
        Plan(seconds);
        for (int i = 0; i < _result.Streams; i++)
        {
            _nodes[i % _nodes.Length].Take(0, replaySeconds: 0);
        }

        while (_events.TryPeek(out SimEvent next, out (double Time, long Order) at) && at.Time <= seconds)
        {
            _events.Dequeue();
            _now = at.Time;
            Happen(next);
        }

        int held = _nodes.Sum(node => node.Streams) + _events.UnorderedItems.Count(item => item.Element.Kind == SimEventKind.Connect);
        if (held != _result.Streams)
        {
            throw new InvalidOperationException($"The simulation is wrong: it began with {_result.Streams} streams, and has {held}.");
        }

        Array.ForEach(_nodes, node => node.Finish(seconds));
        _result.Hours = seconds / 3_600;
        _result.MeanLoad = _nodes.Sum(node => node.LoadSeconds) / (seconds * _nodes.Length);
        _result.HighestLoad = _nodes.Max(node => node.HighestLoad);
        return _result;
    }

    // Half of all failures are processes, the others machines. Each node is drained once, one after the other. Redis is away once, and a process dies meanwhile.
    private void Plan(double seconds)
    {
        double gap = _arguments.MtbfHours * 3_600 / _nodes.Length;
        for (double time = gap * -Math.Log(1 - _random.NextDouble()); time < seconds; time += gap * -Math.Log(1 - _random.NextDouble()))
        {
            Add(time, new SimEvent(_random.Next(2) == 0 ? SimEventKind.Kill : SimEventKind.Vanish, _random.Next(_nodes.Length)));
        }

        for (int i = 0; i < _nodes.Length; i++)
        {
            Add(seconds * (0.25 + (0.5 * i / _nodes.Length)), new SimEvent(SimEventKind.Drain, i));
        }

        PlanChange();
        Add(seconds * 0.1, new SimEvent(SimEventKind.RedisDown));
        Add((seconds * 0.1) + (RedisAwaySeconds / 2), new SimEvent(SimEventKind.Kill, _random.Next(_nodes.Length)));
        Add((seconds * 0.1) + RedisAwaySeconds, new SimEvent(SimEventKind.RedisUp));
    }

    private void Happen(SimEvent next)
    {
        switch (next.Kind)
        {
            case SimEventKind.Kill or SimEventKind.Vanish when _nodes[next.Node].IsUp:
                Die(next);
                break;
            case SimEventKind.Restart:
                _nodes[next.Node].Start(_now);
                break;
            case SimEventKind.Drain when _nodes[next.Node].IsUp:
                Drain(next.Node);
                break;
            case SimEventKind.Move when _nodes[next.Node].Life == next.Life && _nodes[next.Node].Streams > 0:
                _nodes[next.Node].Leave(_now);
                Add(_now + HandshakeSeconds, new SimEvent(SimEventKind.Connect, Cause: SimCause.Drained, Lost: _now));
                break;
            case SimEventKind.Change:
                Change();
                break;
            case SimEventKind.Connect:
                Connect(next);
                break;
            case SimEventKind.RedisDown or SimEventKind.RedisUp:
                _isRedisUp = next.Kind == SimEventKind.RedisUp;
                break;
        }
    }

    private void Die(SimEvent failure)
    {
        bool isKill = failure.Kind == SimEventKind.Kill;
        _ = isKill ? _result.Kills++ : _result.Vanishes++;
        int lost = _nodes[failure.Node].Die(_now);
        _downSince[failure.Node] = _now;
        for (int i = 0; i < lost; i++)
        {
            double noticed = _now + (isKill ? 0 : SilenceSeconds);
            Add(noticed + (_random.NextDouble() * ReconnectSeconds), new SimEvent(SimEventKind.Connect, Cause: isKill ? SimCause.Killed : SimCause.Vanished, Lost: _now));
        }

        Add(_now + RestartSeconds, new SimEvent(SimEventKind.Restart, failure.Node));
    }

    private void Drain(int index)
    {
        SimNode node = _nodes[index];
        node.IsDraining = true;
        _result.Drains++;
        for (int i = 0; i < node.Streams; i++)
        {
            Add(_now + (DrainSeconds * i / node.Streams), new SimEvent(SimEventKind.Move, index, Life: node.Life));
        }

        Add(_now + DrainSeconds + RestartSeconds, new SimEvent(SimEventKind.Restart, index));
    }

    // Streams come and go: without that, a node that is there again would stay empty.
    private void Change()
    {
        SimNode node;
        do
        {
            node = _nodes[_random.Next(_nodes.Length)];
        }
        while (node.Streams == 0 || _random.NextDouble() > node.Load);
        node.Leave(_now);
        Place().Take(_now, replaySeconds: 0);
        PlanChange();
    }

    private void PlanChange() => Add(_now + (StreamSeconds / _result.Streams * -Math.Log(1 - _random.NextDouble())), new SimEvent(SimEventKind.Change));

    private SimNode Place()
    {
        while (true)
        {
            SimNode node = ChooseLessLoaded();
            if (node.IsUp && !node.IsDraining)
            {
                return node;
            }
        }
    }

    private SimNode ChooseLessLoaded()
    {
        SimNode first = _nodes[Choose()];
        SimNode second = _nodes[Choose()];
        return first.Load <= second.Load ? first : second;
    }

    private void Connect(SimEvent attempt)
    {
        SimNode node = ChooseLessLoaded();
        if (!node.IsUp || node.IsDraining || node.Load >= FullLoad)
        {
            _result.Refused++;
            double wait = attempt.Try == 0 ? HandshakeSeconds : Math.Min(LongestWaitSeconds, FirstWaitSeconds * Math.Pow(2, attempt.Try)) * (0.5 + _random.NextDouble());
            Add(_now + wait, attempt with { Try = attempt.Try + 1 });
            return;
        }

        double replay = attempt.Cause == SimCause.Drained ? 0 : _now - attempt.Lost; // a drained stream was saved as it left
        double redis = 0;
        if (_isRedisUp)
        {
            redis = TakeOver();
            replay += attempt.Cause == SimCause.Drained ? 0 : _random.NextDouble() / _costs.SavesPerSecond;
        }
        else
        {
            _result.WithoutSnapshot++;
        }

        double back = _now - attempt.Lost + HandshakeSeconds + redis + node.Take(_now, replay);
        (attempt.Cause == SimCause.Drained ? _result.AfterDrain : attempt.Cause == SimCause.Killed ? _result.AfterKill : _result.AfterVanish).Add(back * 1_000);
    }

    // A dead node is on the balancer's list until it has been looked at.
    private int Choose()
    {
        while (true)
        {
            int index = _random.Next(_nodes.Length);
            SimNode node = _nodes[index];
            if (node.IsUp ? !node.IsDraining : _now - _downSince[index] < HealthSeconds)
            {
                return index;
            }
        }
    }

    // Writes of all live streams take their part of the server's core all the time.
    private double TakeOver()
    {
        int server = _random.Next(_redisFree.Length);
        double writes = _costs.RedisCores(_result.Streams) / _redisFree.Length;
        double begin = Math.Max(_now, _redisFree[server]);
        _redisFree[server] = begin + (_costs.TakeoverSeconds / (1 - writes));
        double wait = _redisFree[server] - _now + _costs.RoundTripSeconds;
        _result.LongestRedisWaitMilliseconds = Math.Max(_result.LongestRedisWaitMilliseconds, wait * 1_000);
        return wait;
    }

    private void Add(double time, SimEvent next) => _events.Enqueue(next, (time, _order++));
}
