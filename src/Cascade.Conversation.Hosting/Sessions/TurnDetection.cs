namespace Cascade.Hosting.Realtime.Sessions;

/// <summary>How a turn of the user ends, as the client asked.</summary>
internal sealed record TurnDetection
{
    /// <summary>Gets whether the words decide, and not silence alone.</summary>
    public bool IsSemantic { get; init; }

    public float Threshold { get; init; } = 0.5f;

    public int PrefixPaddingMs { get; init; } = 300;

    public int SilenceMs { get; init; } = 500;

    public string Eagerness { get; init; } = "auto";

    public bool CreatesResponse { get; init; } = true;

    public bool InterruptsResponse { get; init; } = true;

    /// <summary>Gets the longest silence of an unfinished sentence, as the protocol's documentation has it for each eagerness.</summary>
    public TimeSpan MaximumSilence => TimeSpan.FromSeconds(Eagerness switch { "low" => 8, "high" => 2, _ => 4 });
}
