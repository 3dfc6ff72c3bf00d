namespace Cascade;

/// <summary>The accuracy that pocketsphinx gives up for speed.</summary>
public enum PocketSphinxSpeed
{
    /// <summary>Its three passes: the fewest errors on clean speech.</summary>
    Accurate,

    /// <summary>One pass, every second frame, and at most 3,000 states a frame: half of the time.</summary>
    Fast,

    /// <summary>The same with 1,500 states a frame, three densities a state and narrow beams at the ends of words: a quarter of the time, and twice the errors on clean speech. For many speakers at once.</summary>
    Fastest,
}
