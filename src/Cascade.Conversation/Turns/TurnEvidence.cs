namespace Cascade;

/// <summary>The facts of a user's turn when a pause begins.</summary>
public sealed record TurnEvidence
{
    /// <summary>Gets the text of the turn so far.</summary>
    public required string Text { get; init; }

    /// <summary>Gets the audio of the turn so far, or of its last part if it is long: 16 kHz mono PCM16 little-endian.</summary>
    public required ReadOnlyMemory<byte> Audio { get; init; }

    /// <summary>Gets how long the user has spoken, pauses included.</summary>
    public required TimeSpan Duration { get; init; }
}
