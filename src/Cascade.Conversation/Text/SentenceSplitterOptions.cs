namespace Cascade;

/// <summary>Lengths that a <see cref="SentenceSplitter"/> keeps to, in UTF-16 characters.</summary>
public sealed record SentenceSplitterOptions
{
    /// <summary>
    /// Gets the length from which the first sentence may end at a comma, a colon or a dash, so that its audio starts sooner. Default 15; 1 to 1,000, or <see langword="null"/> for never.
    /// </summary>
    public int? FirstClauseLength { get; init; } = 15;

    /// <summary>Gets the length below which a sentence after the first is joined to the one that follows it. Default 20; 0 (nothing is joined) to 1,000.</summary>
    public int MinimumLength { get; init; } = 20;

    /// <summary>Gets the length at which text without an end is cut, at white space where there is any. Default 200; 20 to 10,000, and no less than <see cref="MinimumLength"/>.</summary>
    public int MaximumLength { get; init; } = 200;

    internal void Validate()
    {
        ThrowUnless(FirstClauseLength is null or (>= 1 and <= 1_000), FirstClauseLength, "null, or from 1 to 1,000", nameof(FirstClauseLength));
        ThrowUnless(MinimumLength is >= 0 and <= 1_000, MinimumLength, "from 0 to 1,000", nameof(MinimumLength));
        ThrowUnless(MaximumLength is >= 20 and <= 10_000 && MaximumLength >= MinimumLength, MaximumLength, "from 20 to 10,000 and no less than MinimumLength", nameof(MaximumLength));
    }

    private static void ThrowUnless(bool isLegal, object? value, string expected, string name)
    {
        if (!isLegal)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be {expected}.");
        }
    }
}
