using System.Diagnostics;

namespace Cascade.Dialogue;

/// <summary>A turn: what the user said, and what became of it.</summary>
internal sealed class Turn(long number, string userText, Utterance? utterance)
{
    public long Number => number;

    public Utterance? Utterance => utterance;

    public string UserText { get; set; } = userText;

    /// <summary>Gets the text to speak without a model, or <see langword="null"/>.</summary>
    public string? SetText { get; init; }

    /// <summary>Gets the settings of the turn's answer, <see langword="null"/> for those of the conversation.</summary>
    public ConversationOptions? Options { get; set; }

    /// <summary>Gets when the user ended, by the provider's timestamps.</summary>
    public long? SpeechEndedAt { get; set; }

    public TimeSpan? Endpoint { get; set; }

    public TimeSpan? Transcription { get; set; }

    public TimeSpan? FirstToken { get; set; }

    public TimeSpan? FirstAudio { get; set; }

    public TimeSpan? Total { get; set; }

    /// <summary>Gets whether a stage failed, so that the turn is to end as failed when its audio is over.</summary>
    public bool HasFailed { get; set; }

    public Activity? Span { get; set; }

    public TurnLatency Latency => new() { Endpoint = Endpoint, Transcription = Transcription, FirstToken = FirstToken, FirstAudio = FirstAudio, Total = Total };
}
