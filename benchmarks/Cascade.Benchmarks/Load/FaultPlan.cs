using System.Diagnostics;

namespace Cascade.Benchmarks.Load;

/// <summary>When a client's network fails: stalls and drops come at random, at the stated rates, and so does how long they last.</summary>
internal sealed class FaultPlan(LoadArguments arguments, int client)
{
    private static readonly TimeSpan ShortestFault = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestFault = TimeSpan.FromSeconds(2);

    private readonly Random _random = new(unchecked((arguments.Seed * 1_000_003) + client));

    /// <summary>How late a chunk comes.</summary>
    public long NextJitter() => (long)(_random.NextDouble() * arguments.JitterMilliseconds / 1000 * Stopwatch.Frequency);

    /// <summary>How long a fault lasts.</summary>
    public TimeSpan NextLength() => ShortestFault + ((LongestFault - ShortestFault) * _random.NextDouble());

    /// <summary>Whether a drop leaves the connection half open, so that the server does not see it.</summary>
    public bool NextIsHalfOpen() => _random.Next(2) == 0;

    public long NextStall(long now) => Next(now, arguments.Stalls);

    public long NextDrop(long now) => Next(now, arguments.Drops);

    /// <summary>Where in a phase of so many ticks the client begins.</summary>
    public long NextPhase(long ticks) => _random.NextInt64(ticks);

    private long Next(long now, double perMinute) =>
        perMinute == 0 ? long.MaxValue : now + (long)(-Math.Log(1 - _random.NextDouble()) * 60 / perMinute * Stopwatch.Frequency);
}
