namespace Cascade.Benchmarks.Cluster;

/// <summary>An event of the simulation.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Node">The node, where it has one.</param>
/// <param name="Cause">Why a client connects.</param>
/// <param name="Lost">When the client lost its node, in seconds.</param>
/// <param name="Try">How often the client has tried.</param>
/// <param name="Life">The life of the node that the event is about.</param>
internal readonly record struct SimEvent(SimEventKind Kind, int Node = -1, SimCause Cause = SimCause.None, double Lost = 0, int Try = 0, int Life = 0);

/// <summary>Why a client lost its node.</summary>
internal enum SimCause
{
    /// <summary>It lost none.</summary>
    None,

    /// <summary>The process died.</summary>
    Killed,

    /// <summary>The machine is gone.</summary>
    Vanished,

    /// <summary>The node was drained.</summary>
    Drained,
}

/// <summary>Kinds of events.</summary>
internal enum SimEventKind
{
    /// <summary>A node's process dies: connections are reset.</summary>
    Kill,

    /// <summary>A node's machine is gone: connections fall silent.</summary>
    Vanish,

    /// <summary>A node is there again.</summary>
    Restart,

    /// <summary>A node is asked to end.</summary>
    Drain,

    /// <summary>A client of a draining node is told to go.</summary>
    Move,

    /// <summary>A client tries to connect.</summary>
    Connect,

    /// <summary>A stream ends somewhere, and another one begins.</summary>
    Change,

    /// <summary>Redis stops.</summary>
    RedisDown,

    /// <summary>Redis is there again.</summary>
    RedisUp,
}
