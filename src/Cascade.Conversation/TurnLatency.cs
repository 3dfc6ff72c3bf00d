namespace Cascade;

/// <summary>The parts of the time between the end of speech and the first audio of the answer. Stages that start early overlap, so the parts do not add up to the total.</summary>
public sealed record TurnLatency
{
    /// <summary>Gets the time from the end of speech to the decision that the turn has ended, or <see langword="null"/> if there was no speech.</summary>
    public TimeSpan? Endpoint { get; init; }

    /// <summary>Gets the time from the request to the text, or <see langword="null"/> if nothing was recognised.</summary>
    public TimeSpan? Transcription { get; init; }

    /// <summary>Gets the time from the request to the first token, or <see langword="null"/> if the model was not asked or gave none.</summary>
    public TimeSpan? FirstToken { get; init; }

    /// <summary>Gets the time from the first sentence to its first audio, or <see langword="null"/> if there was none.</summary>
    public TimeSpan? FirstAudio { get; init; }

    /// <summary>Gets the time from the end of speech, or from the message, to the first audio handed out; <see langword="null"/> if none was.</summary>
    public TimeSpan? Total { get; init; }
}
