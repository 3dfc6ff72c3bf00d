namespace Cascade;

/// <summary>The accuracy that pocketsphinx gives up for speed.</summary>
public enum PocketSphinxSpeed
{
    /// <summary>Its three passes: the fewest errors on clean speech.</summary>
    Accurate,

    /// <summary>One pass, every second frame, and at most 3,000 states a frame: half of the time.</summary>
    Fast,

    /// <summary>For many speakers at once: 1,500 states a frame, three densities a state, and narrow beams at the ends of words. It takes a quarter of the time, with twice the errors on clean speech.</summary>
    Fastest,
}
