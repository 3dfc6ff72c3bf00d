namespace Cascade.Hosting.Wire;

/// <summary>The limits that a client of the server keeps to.</summary>
internal sealed record LimitsMessage
{
    public required int MessageBytes { get; init; }

    public int TextBytes { get; init; } = Protocol.MaxTextBytes;

    public required double InputRate { get; init; }

    public required double InputBurstSeconds { get; init; }

    public required int MessagesPerSecond { get; init; }

    public required int MessageBurst { get; init; }

    public required double IdleSeconds { get; init; }

    public required double ResumeSeconds { get; init; }

    public required int UnacknowledgedEvents { get; init; }

    public required int UnacknowledgedBytes { get; init; }

    public static LimitsMessage Of(CascadeHostingOptions options, bool isResumable) => new()
    {
        MessageBytes = options.MaxMessageBytes,
        InputRate = options.MaxInputRate,
        InputBurstSeconds = options.InputBurst.TotalSeconds,
        MessagesPerSecond = options.MaxMessagesPerSecond,
        MessageBurst = options.MessageBurst,
        IdleSeconds = options.IdleTimeout.TotalSeconds,
        ResumeSeconds = isResumable ? options.ResumeWindow.TotalSeconds : 0,
        UnacknowledgedEvents = options.MaxUnacknowledgedEvents,
        UnacknowledgedBytes = options.MaxUnacknowledgedBytes,
    };
}
