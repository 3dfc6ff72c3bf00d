using Cascade.Hosting.Sessions;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Cascade.Hosting.Realtime.Sessions;

/// <summary>The parts that all sessions share.</summary>
internal sealed class RealtimeServices(
    IChatClient chat,
    ISpeechToTextClient speechToText,
    ITextToSpeechClient textToSpeech,
    IOptions<ConversationHostingOptions> conversations,
    IOptions<CascadeHostingOptions> limits,
    HeldMemory held,
    SessionManager manager,
    TimeProvider timeProvider,
    ILoggerFactory loggers)
{
    public IChatClient Chat => chat;

    public ISpeechToTextClient SpeechToText => speechToText;

    public ITextToSpeechClient TextToSpeech => textToSpeech;

    public ConversationHostingOptions Conversations { get; } = conversations.Value;

    public CascadeHostingOptions Limits { get; } = limits.Value;

    public HeldMemory Held => held;

    public SessionManager Manager => manager;

    public TimeProvider TimeProvider => timeProvider;

    public ILoggerFactory Loggers => loggers;

    /// <summary>Gets the settings of a session whose client has said nothing.</summary>
    public SessionConfig Begin(string? model, bool isTranscription) => new()
    {
        IsTranscription = isTranscription,
        Model = model is { Length: > 0 } ? model : Conversations.Model,
        Voice = Conversations.Voice,
        Transcription = isTranscription ? new Wire.TranscriptionBodyOfSession { Model = Conversations.Model } : null,
    };
}
