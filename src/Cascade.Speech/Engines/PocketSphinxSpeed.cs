namespace Cascade;

/// <summary>The accuracy that pocketsphinx gives up for speed.</summary>
public enum PocketSphinxSpeed
{
    /// <summary>Its three passes: the fewest errors on clean speech.</summary>
    Accurate,

    /// <summary>One pass, every second frame, and at most 3,000 states a frame: half of the time.</summary>
    Fast,
}
