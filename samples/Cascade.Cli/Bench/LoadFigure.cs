using Cascade.Cli.Commands;

namespace Cascade.Cli.Bench;

/// <summary>What live streams cost.</summary>
/// <param name="Engine">What ran the network.</param>
/// <param name="Threads">On how many threads at once.</param>
/// <param name="MicrosecondsPerFrame">From bytes to results, wall clock, all threads together.</param>
internal sealed record LoadFigure(EngineKind Engine, int Threads, double MicrosecondsPerFrame)
{
    private const double FrameMicroseconds = 32_000;

    /// <summary>How many live streams take all of the time.</summary>
    public int Streams => (int)(FrameMicroseconds / MicrosecondsPerFrame);

    /// <summary>How many leave a third of the time for all else.</summary>
    public int StreamsWithRoom => (int)(FrameMicroseconds / MicrosecondsPerFrame * LoadMeter.Comfortable);
}
