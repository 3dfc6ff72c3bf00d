namespace Cascade.Hosting.Realtime.Wire;

/// <summary>The state of the conversation changed.</summary>
internal sealed record StateEvent(string State) : ServerEvent("cascade.state");

/// <summary>The words of the user so far, while the user speaks.</summary>
internal sealed record HeardEvent(string Text) : ServerEvent("cascade.transcript");

/// <summary>The words of a sentence and their times.</summary>
internal sealed record WordsEvent(string ResponseId, string? ItemId, IReadOnlyList<TimedBody> Words) : ServerEvent("cascade.words");

/// <summary>The sounds of a sentence and their times.</summary>
internal sealed record PhonemesEvent(string ResponseId, string? ItemId, IReadOnlyList<TimedBody> Phonemes) : ServerEvent("cascade.phonemes");

/// <summary>Shapes of the mouth that speaks the answer.</summary>
internal sealed record VisemesEvent(string ResponseId, string? ItemId, IReadOnlyList<VisemeBody> Visemes) : ServerEvent("cascade.visemes");

/// <summary>A shape of the mouth, by its name in Oculus Lipsync.</summary>
internal sealed record VisemeBody(string Shape, double StartMs, double Weight)
{
    private static readonly string[] s_names = ["sil", "PP", "FF", "TH", "DD", "kk", "CH", "SS", "nn", "RR", "aa", "E", "I", "O", "U"]; // in the order of the shapes

    public static VisemeBody Of(Viseme viseme) => new(s_names[(int)viseme.Shape], viseme.Start.TotalMilliseconds, Math.Round(viseme.Weight, 2));
}

/// <summary>A word or a sound.</summary>
internal sealed record TimedBody(string Text, double StartMs, double EndMs);

/// <summary>A turn ended.</summary>
internal sealed record TurnEvent(string Outcome, string UserText, string HeardText, string? ItemId) : ServerEvent("cascade.turn")
{
    /// <summary>Gets the item of the user's speech; null where nobody spoke, as in what the server says by itself.</summary>
    public string? UserItemId { get; init; }

    public double? EndpointMs { get; init; }

    public double? TranscriptionMs { get; init; }

    public double? FirstTokenMs { get; init; }

    public double? FirstAudioMs { get; init; }

    public double? TotalMs { get; init; }
}

/// <summary>A lost connection is made good; events after the one that the client has seen follow. The next audio is to be that of a place in all audio of the session.</summary>
internal sealed record ResumedEvent(string Session, long LastEvent, double AudioMs) : ServerEvent("cascade.resumed");
