namespace Cascade.Speech.Wire;

/// <summary>A part of a result. Times are ticks from the beginning of the job's audio.</summary>
internal sealed record ResultPart
{
    public string? Text { get; init; }

    /// <summary>False for text that a later part replaces.</summary>
    public bool IsFinal { get; init; } = true;

    public long? Start { get; init; }

    public long? End { get; init; }

    public ResultMark[]? Words { get; init; }

    public ResultMark[]? Phonemes { get; init; }

    /// <summary>Of audio to follow.</summary>
    public int? SampleRateHz { get; init; }
}

/// <summary>A word or a phoneme with its times in ticks.</summary>
internal sealed record ResultMark(string Text, long Start, long End, double? Confidence);
