namespace Cascade.Speech.Wire;

/// <summary>The parts of a job beside its audio or text.</summary>
internal sealed record JobHeader
{
    /// <summary>The grammar by its name; null is that of the setup.</summary>
    public string? Grammar { get; init; }

    /// <summary>The end of the text that the session has said before, for recognizers that make use of it.</summary>
    public string? PreviousText { get; init; }

    public string? SpeechLanguage { get; init; }

    public string? TextLanguage { get; init; }

    public string? ModelId { get; init; }

    /// <summary>Of speech to make: 1 is the voice's own speed.</summary>
    public float? Speed { get; init; }
}
