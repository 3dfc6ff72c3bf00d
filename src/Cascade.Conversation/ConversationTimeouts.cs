namespace Cascade;

/// <summary>The times after which a stage of a turn counts as failed. Each is 10 ms to 1 hour.</summary>
public sealed record ConversationTimeouts
{
    /// <summary>Gets the time of a recognition, beside half the length of its audio. Default 2 s.</summary>
    public TimeSpan Recognition { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Gets the time to the model's first token. Default 5 s.</summary>
    public TimeSpan FirstToken { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets the time between tokens. Default 10 s.</summary>
    public TimeSpan NextToken { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets the time of the whole answer of the model, tools and waiting for the playback apart. Default 60 s.</summary>
    public TimeSpan Model { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Gets the time of a tool. Default 10 s.</summary>
    public TimeSpan Tool { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets the time to the first audio of a sentence. Default 2 s.</summary>
    public TimeSpan FirstAudio { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Gets the time between pieces of a sentence's audio. Default 10 s.</summary>
    public TimeSpan NextAudio { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets the time that a canceled stage has to end before it is abandoned. Default 500 ms.</summary>
    public TimeSpan CancellationGrace { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Gets the time without progress after which any turn fails. Default 30 s.</summary>
    public TimeSpan Turn { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets the time without a report after which an answer counts as played, for players that report. Default 10 s.</summary>
    public TimeSpan PlaybackReport { get; init; } = TimeSpan.FromSeconds(10);

    internal void Validate()
    {
        foreach ((TimeSpan value, string name) in new[]
        {
            (Recognition, nameof(Recognition)), (FirstToken, nameof(FirstToken)), (NextToken, nameof(NextToken)), (Model, nameof(Model)), (Tool, nameof(Tool)),
            (FirstAudio, nameof(FirstAudio)), (NextAudio, nameof(NextAudio)), (CancellationGrace, nameof(CancellationGrace)), (Turn, nameof(Turn)), (PlaybackReport, nameof(PlaybackReport)),
        })
        {
            if (value < TimeSpan.FromMilliseconds(10) || value > TimeSpan.FromHours(1))
            {
                throw new ArgumentOutOfRangeException(name, value, $"{name} must be from 10 ms to 1 hour.");
            }
        }
    }
}
