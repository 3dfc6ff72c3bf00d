using Microsoft.Extensions.AI;

namespace Cascade.Dialogue;

/// <summary>A message to the turn loop; nothing else changes the state of the loop.</summary>
internal abstract record Message;

/// <summary>A frame of the microphone, 16 kHz mono PCM16.</summary>
internal sealed record HeardFrame(long Start, long End, ReadOnlyMemory<byte> Audio, bool IsOpen) : Message;

internal sealed record SpeechOnset(long Start) : Message;

/// <summary>Speech ended, or was cut at the maximum and goes on.</summary>
internal sealed record SpeechPart(long Start, long End, bool IsCut) : Message;

/// <summary>Speech that began was too short.</summary>
internal sealed record SpeechBurst(long End) : Message;

internal sealed record InputStalled : Message;

internal sealed record InputEnded : Message;

internal sealed record HearingFailed(Exception Exception) : Message;

internal sealed record Tick : Message;

/// <summary>A message of a stage, which is dropped if its job is no longer the current one.</summary>
internal abstract record StageMessage(Job Job) : Message;

internal sealed record Recognised(Job Job, string Text, TimeSpan Took) : StageMessage(Job);

internal sealed record Judged(Job Job, float Ended) : StageMessage(Job);

internal sealed record TokenArrived(Job Job, TimeSpan Took) : StageMessage(Job);

internal sealed record SentenceBegun(Job Job, int Number, string Text, TimeSpan Took) : StageMessage(Job);

/// <summary>A piece of audio, with the words of its sentence whose times are known so far, and the shapes of the mouth that became known with it.</summary>
internal sealed record AudioArrived(Job Job, int Number, ReadOnlyMemory<byte> Audio, AudioFormat Format, IReadOnlyList<SpokenWord> Marks, IReadOnlyList<Viseme> Visemes) : StageMessage(Job);

internal sealed record SentenceEnded(Job Job, int Number, IReadOnlyList<SpokenWord> Marks, IReadOnlyList<Viseme> Visemes) : StageMessage(Job);

internal sealed record ToolsCalled(Job Job, IReadOnlyList<FunctionCallContent> Calls) : StageMessage(Job);

internal sealed record ReplyDone(Job Job, IReadOnlyList<ChatMessage> ToolMessages) : StageMessage(Job);

internal sealed record StageFailed(Job Job, ConversationStage Stage, string Code, string Text, Exception? Exception) : StageMessage(Job);

internal sealed record SayCommand(string Text) : Message;

internal sealed record TextCommand(string Text) : Message;

internal sealed record AddCommand(ChatMessage Added) : Message;

internal sealed record EditCommand(Func<IReadOnlyList<ChatMessage>, IEnumerable<ChatMessage>> Edit) : Message;

internal sealed record RespondCommand(Func<ConversationOptions, ConversationOptions>? Adjust) : Message;

internal sealed record InterruptCommand : Message;

internal sealed record CommitCommand : Message;

internal sealed record DiscardCommand : Message;

internal sealed record UpdateCommand(ConversationOptions Options) : Message;

internal sealed record PlaybackReport(long Turn, TimeSpan Position) : Message;
