using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Cascade;

/// <summary>The settings of a <see cref="Conversation"/>. Every value is checked when a conversation is made or updated.</summary>
public sealed partial record ConversationOptions
{
    /// <summary>Gets the instructions that the chat model receives before the history; <see langword="null"/> for none.</summary>
    public string? Instructions { get; init; }

    /// <summary>Gets the options of each call of the chat client, with its tools; a copy is passed. Default <see langword="null"/>.</summary>
    public ChatOptions? Chat { get; init; }

    /// <summary>Gets the options of each recognition; a copy is passed. Default <see langword="null"/>.</summary>
    public SpeechToTextOptions? SpeechToText { get; init; }

    /// <summary>Gets the options of each synthesis; a copy is passed. Default <see langword="null"/>.</summary>
    public TextToSpeechOptions? TextToSpeech { get; init; }

    /// <summary>
    /// Gets the options of the voice activity detection: engine, model, thresholds and the format of the input. The conversation sets durations, results and their audio itself. Default: the
    /// managed engine, 16 kHz mono PCM16.
    /// </summary>
    public StreamProcessorOptions Hearing { get; init; } = new() { Engine = VadEngine.Managed() };

    /// <summary>Gets the way in which a turn ends. Default <see cref="Cascade.TurnTaking.Automatic"/>.</summary>
    public TurnTaking TurnTaking { get; init; }

    /// <summary>Gets whether a turn with words is answered without being asked to, see <see cref="Conversation.RespondAsync(CancellationToken)"/>. Default <see langword="true"/>.</summary>
    public bool RepliesAutomatically { get; init; } = true;

    /// <summary>Gets whether answers are spoken. Default <see langword="true"/>; otherwise an answer is text only: <see cref="ReplySentence"/> without audio, as the model wrote it, and the text-to-speech client is not called.</summary>
    public bool SpeaksReplies { get; init; } = true;

    /// <summary>Gets the shortest burst that is speech. Default 200 ms; 0 to 2 s.</summary>
    public TimeSpan MinimumSpeech { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Gets the silence after which recognition starts, and the model if the turn seems over. Default 200 ms; 50 ms to 2 s.</summary>
    public TimeSpan EarlyStart { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Gets whether the model is asked before the turn has ended, while its audio is held back. Default <see langword="true"/>; at most three times a turn, for up to 10 s of speech.</summary>
    public bool PreemptiveGeneration { get; init; } = true;

    /// <summary>Gets the silence that ends a turn which is surely over. Default 300 ms; <see cref="EarlyStart"/> to <see cref="EndpointDelay"/>.</summary>
    public TimeSpan MinimumEndpointDelay { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>Gets the silence that ends a turn. Default 500 ms; <see cref="MinimumEndpointDelay"/> to <see cref="MaximumEndpointDelay"/>.</summary>
    public TimeSpan EndpointDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Gets whether <see cref="ReplyVisemes"/> tell the shapes of a mouth that speaks the answer. Default <see langword="false"/>. A voice without phonemes costs 0.4 % of a core for them while it speaks.</summary>
    public bool Visemes { get; init; }

    /// <summary>Gets the silence that ends any turn. Default 3 s; <see cref="EndpointDelay"/> to 30 s.</summary>
    public TimeSpan MaximumEndpointDelay { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Gets whether <see cref="EndpointDelay"/> grows with the pauses that the speaker makes within turns (a moving average of weight 0.9). Default <see langword="true"/>.</summary>
    public bool AdaptEndpoint { get; init; } = true;

    /// <summary>Gets the judge of the pauses. Default <see cref="TextTurnDetector"/>; <see langword="null"/> to use <see cref="EndpointDelay"/> for all.</summary>
    public ITurnDetector? TurnDetector { get; init; } = new TextTurnDetector();

    /// <summary>Gets the pause up to which speech that resumes is recognised as one with the speech before it. Default 1.5 s; 0 to 10 s.</summary>
    public TimeSpan MergeWindow { get; init; } = TimeSpan.FromSeconds(1.5);

    /// <summary>Gets the length at which speech is recognised in parts. Default 30 s; 5 s to 5 minutes.</summary>
    public TimeSpan MaximumUtterance { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets whether speech interrupts an answer that is being played. Default <see langword="true"/>; otherwise speech during an answer is dropped.</summary>
    public bool InterruptsSpeaking { get; init; } = true;

    /// <summary>Gets whether speech joins the turn, so that it is answered anew, before any of the answer was heard. Default <see langword="true"/>; otherwise such speech is dropped.</summary>
    public bool InterruptsThinking { get; init; } = true;

    /// <summary>Gets the shortest speech that interrupts an answer being played. Default 300 ms; 0 to 5 s.</summary>
    public TimeSpan MinimumInterruption { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>Gets the fewest words that interrupt. Default 0: speech longer than <see cref="BackchannelLimit"/> interrupts before its words are known.</summary>
    public int MinimumInterruptionWords { get; init; }

    /// <summary>Gets the length from which speech is no mere agreement. Default 1 s; <see cref="MinimumInterruption"/> to 5 s.</summary>
    public TimeSpan BackchannelLimit { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets the longest pause of an answer after speech that is not known to interrupt. Default 2 s; 100 ms to 10 s.</summary>
    public TimeSpan ResumeAfterFalseInterruption { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Gets how long only words interrupt the first answer, while an echo canceller learns. Default 3 s; 0 to 30 s.</summary>
    public TimeSpan EchoGuard { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Gets the lengths of sentences. Default: <see cref="SentenceSplitterOptions"/>.</summary>
    public SentenceSplitterOptions Sentences { get; init; } = new();

    /// <summary>Gets the phrase that stands for a block of code. Default "Code omitted."; may be empty.</summary>
    public string CodePhrase { get; init; } = "Code omitted.";

    /// <summary>Gets a change of each sentence before it is spoken, for words that the voice says wrongly; <see langword="null"/> for none. Called from any thread.</summary>
    public Func<string, string>? Pronunciation { get; init; }

    /// <summary>Gets a phrase that is spoken when the model calls a tool and has said nothing yet, such as "One moment."; <see langword="null"/> for none.</summary>
    public string? FillerPhrase { get; init; }

    /// <summary>Gets a phrase that is spoken when recognition or the model failed; <see langword="null"/> for none.</summary>
    public string? FaultPhrase { get; init; }

    /// <summary>Gets the most calls of tools in an answer. Default 3; 0 to 100.</summary>
    public int MaximumToolCalls { get; init; } = 3;

    /// <summary>Gets the longest answer in UTF-16 characters; the rest is cut. Default 8,000; 100 to 1,000,000.</summary>
    public int MaximumReplyLength { get; init; } = 8_000;

    /// <summary>Gets the most messages that the history keeps. Default 40; 2 to 10,000.</summary>
    public int MaximumHistoryMessages { get; init; } = 40;

    /// <summary>Gets the most characters that the history keeps. Default 16,000; 100 to 10,000,000.</summary>
    public int MaximumHistoryLength { get; init; } = 16_000;

    /// <summary>Gets the reducer of the history, called before each answer; <see langword="null"/> for none.</summary>
    public IChatReducer? Reducer { get; init; }

    /// <summary>Gets the messages that the conversation begins with. Default none.</summary>
    public IReadOnlyList<ChatMessage> History { get; init; } = [];

    /// <summary>Gets how far audio is handed out ahead of its playback. Default 10 s; 200 ms to 60 s.</summary>
    public TimeSpan AudioAhead { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets how much pushed audio may wait. Default 10 s; 1 s to 5 minutes.</summary>
    public TimeSpan MaximumBacklog { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets how long no audio arrives before open speech counts as ended. Default 1 s; 100 ms to 1 minute.</summary>
    public TimeSpan InputTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets the time-outs of the stages.</summary>
    public ConversationTimeouts Timeouts { get; init; } = new();

    /// <summary>Gets the id in traces; <see langword="null"/> for a random one.</summary>
    public string? ConversationId { get; init; }

    /// <summary>Gets where the conversation logs, in the category <c>Cascade.Conversation</c>; <see langword="null"/> for nowhere. Words of user and model are never logged.</summary>
    public ILoggerFactory? LoggerFactory { get; init; }

    /// <summary>Gets the clock of time-outs and of the playback. Default <see cref="TimeProvider.System"/>. Silence is measured in samples.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
