namespace Cascade;

/// <summary>The accuracy that pocketsphinx gives up for speed.</summary>
public enum PocketSphinxSpeed
{
    /// <summary>Its three passes: the fewest errors on clean speech.</summary>
    Accurate,

    /// <summary>One pass, every second frame, at most 1,500 states and 10 words a frame, three densities a state and a look-ahead of two frames: a third of the time, with a half more errors.</summary>
    Fast,
}
