namespace Cascade.Hosting.Nodes;

/// <summary>The outcome of a call of an <see cref="ISessionStore"/>.</summary>
internal enum StoreAnswer
{
    /// <summary>It is done.</summary>
    Done,

    /// <summary>There is nothing by that id.</summary>
    Absent,

    /// <summary>Another node has taken the session. It is no longer the caller's.</summary>
    Stale,

    /// <summary>The store cannot be reached.</summary>
    Down,
}
