namespace Cascade.Cli.Bench;

/// <summary>Live streams on one engine: every tick a frame comes for some of them.</summary>
internal interface ILoad : IAsyncDisposable
{
    /// <summary>How many streams get a frame in a tick.</summary>
    int FramesPerTick { get; }

    /// <summary>How many ticks it takes until every stream has had a frame.</summary>
    int TicksPerRound { get; }

    /// <summary>Results that came so far.</summary>
    long Results { get; }

    /// <summary>Pushes the bytes, processes them, reads the results.</summary>
    Task TickAsync();
}
