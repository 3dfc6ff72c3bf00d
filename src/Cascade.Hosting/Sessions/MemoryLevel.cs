namespace Cascade.Hosting.Sessions;

/// <summary>How much of the memory limit the process has taken.</summary>
internal enum MemoryLevel
{
    Normal,

    /// <summary>From 80 % on: idle sessions expire sooner.</summary>
    Elevated,

    /// <summary>From 100 % on: no new sessions.</summary>
    High,

    /// <summary>From 120 % on: idle sessions are evicted.</summary>
    Critical,
}
