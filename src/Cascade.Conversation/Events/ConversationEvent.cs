namespace Cascade;

/// <summary>
/// An event of a conversation, in order: one of <see cref="StateChanged"/>, <see cref="UserSpeechStarted"/>, <see cref="UserSpeechEnded"/>, <see cref="TranscriptChanged"/>,
/// <see cref="ReplySentence"/>, <see cref="ReplyVisemes"/>, <see cref="ReplyAudio"/>, <see cref="ReplyWords"/>, <see cref="ReplyToolCall"/>, <see cref="ReplyPaused"/>, <see cref="ReplyResumed"/>, <see cref="ReplyGenerated"/>, <see cref="ReplyStopped"/>,
/// <see cref="TurnEnded"/>, <see cref="ConversationFault"/>.
/// </summary>
public abstract record ConversationEvent
{
    private protected ConversationEvent()
    {
    }

    /// <summary>Gets the number of the turn, from 1; 0 if the event belongs to none.</summary>
    public long Turn { get; internal init; }

    /// <summary>Gets the time since the conversation began.</summary>
    public TimeSpan Time { get; internal init; }
}

/// <summary>The conversation went on to another state.</summary>
/// <param name="State">The state from now on.</param>
public sealed record StateChanged(ConversationState State) : ConversationEvent;

/// <summary>The user may have begun to speak: a burst that proves too short is followed by <see cref="UserSpeechEnded"/> with nothing recognised.</summary>
/// <param name="Position">The place in the audio that was pushed.</param>
public sealed record UserSpeechStarted(TimeSpan Position) : ConversationEvent;

/// <summary>The user paused or ended. The turn goes on if speech resumes before the endpoint.</summary>
/// <param name="Position">The place in the audio where silence began.</param>
/// <param name="IsDiscarded">Whether the burst was too short to be speech.</param>
public sealed record UserSpeechEnded(TimeSpan Position, bool IsDiscarded) : ConversationEvent;

/// <summary>The text of the user's turn is known, or is known better.</summary>
/// <param name="Text">The whole text of the turn so far.</param>
/// <param name="IsFinal">Whether the turn has ended: the text is the one that is answered.</param>
/// <param name="Start">The place in the audio where the turn began; 0 for a message that was typed.</param>
/// <param name="End">The place where its speech ended.</param>
public sealed record TranscriptChanged(string Text, bool IsFinal, TimeSpan Start, TimeSpan End) : ConversationEvent;

/// <summary>A sentence of the answer whose audio follows.</summary>
/// <param name="Number">From 0 in each turn.</param>
/// <param name="Text">The sentence as it is spoken.</param>
/// <param name="Position">The time of its audio since the answer's first sample.</param>
public sealed record ReplySentence(int Number, string Text, TimeSpan Position) : ConversationEvent;

/// <summary>Shapes of the mouth that speaks the answer. They are told before the audio with which they became known; see <see cref="ConversationOptions.Visemes"/>.</summary>
/// <param name="Number">The number of the sentence.</param>
/// <param name="Visemes">In the order of their starts, which are times since the answer's first sample; the last shape of a sentence closes the mouth.</param>
/// <remarks>A voice that tells its phonemes gives all shapes of a sentence at once. Of another voice they are found in the audio, and come as the audio does, up to 150 ms behind its end.</remarks>
public sealed record ReplyVisemes(int Number, IReadOnlyList<Viseme> Visemes) : ConversationEvent;

/// <summary>Audio of the answer, to be played after what came before.</summary>
/// <param name="Audio">Mono PCM16 little-endian, at most 100 ms. The receiver owns the memory.</param>
/// <param name="Format">The meaning of the bytes; the same for a whole answer.</param>
/// <param name="Position">The time of the first sample since the answer's first sample.</param>
public sealed record ReplyAudio(ReadOnlyMemory<byte> Audio, AudioFormat Format, TimeSpan Position) : ConversationEvent;

/// <summary>The words of a sentence and their places, told when all audio of the sentence has been handed out.</summary>
/// <param name="Number">The number of the sentence.</param>
/// <param name="Words">Measured by the voice where it says so, else estimated from their lengths.</param>
public sealed record ReplyWords(int Number, IReadOnlyList<SpokenWord> Words) : ConversationEvent;

/// <summary>The model calls a tool that nothing in the chat client invokes: the host is to add the result by <see cref="Conversation.AddMessageAsync"/> and to call <see cref="Conversation.RespondAsync(CancellationToken)"/>.</summary>
/// <param name="CallId">The id that the result must have.</param>
/// <param name="Name">The name of the tool.</param>
/// <param name="Arguments">The arguments by name; <see langword="null"/> if there are none.</param>
public sealed record ReplyToolCall(string CallId, string Name, IReadOnlyDictionary<string, object?>? Arguments) : ConversationEvent;

/// <summary>The player is to pause where it is: the user may be interrupting.</summary>
/// <param name="Position">The place in the answer, as the conversation knows it.</param>
public sealed record ReplyPaused(TimeSpan Position) : ConversationEvent;

/// <summary>The player is to go on at the sample where it paused: nobody interrupted.</summary>
/// <param name="Position">The place in the answer, as the conversation knows it.</param>
public sealed record ReplyResumed(TimeSpan Position) : ConversationEvent;

/// <summary>The player is to stop and to forget what it has not played. No audio of the turn follows.</summary>
/// <param name="Position">The place in the answer, as the conversation knows it.</param>
public sealed record ReplyStopped(TimeSpan Position) : ConversationEvent;

/// <summary>All audio of the answer has been handed out; it may still be playing.</summary>
/// <param name="Text">The whole answer as it is spoken.</param>
/// <param name="Duration">The length of its audio.</param>
public sealed record ReplyGenerated(string Text, TimeSpan Duration) : ConversationEvent;

/// <summary>The turn ended; each turn has exactly one such event.</summary>
/// <param name="Outcome">The way in which it ended.</param>
/// <param name="UserText">The text of the user; empty for <see cref="Conversation.SayAsync"/>.</param>
/// <param name="ReplyText">The answer as far as it was generated.</param>
/// <param name="HeardText">The answer as far as it was played, which is what the history has.</param>
/// <param name="Latency">The parts of the time that the user waited.</param>
public sealed record TurnEnded(TurnOutcome Outcome, string UserText, string ReplyText, string HeardText, TurnLatency Latency) : ConversationEvent;

/// <summary>A stage failed. The conversation goes on.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Code">A word for programs, as listed in docs/conversation.md: "recognitionTimeout", "modelEmpty" and so on.</param>
/// <param name="Message">The expected and the found, and the action to take.</param>
/// <param name="Exception">The exception of the stage, if the stage threw one.</param>
public sealed record ConversationFault(ConversationStage Stage, string Code, string Message, Exception? Exception) : ConversationEvent;
