using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cascade.Hosting.Wire;

/// <summary>A message from the server.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(ReadyMessage), "ready")]
[JsonDerivedType(typeof(SpeechStartedMessage), "speechStarted")]
[JsonDerivedType(typeof(SpeechEndedMessage), "speechEnded")]
[JsonDerivedType(typeof(SpeechDiscardedMessage), "speechDiscarded")]
[JsonDerivedType(typeof(SegmentMessage), "segment")]
[JsonDerivedType(typeof(FlushedMessage), "flushed")]
[JsonDerivedType(typeof(ProbabilityMessage), "probability")]
[JsonDerivedType(typeof(ReceivedMessage), "received")]
[JsonDerivedType(typeof(UpdatedMessage), "updated")]
[JsonDerivedType(typeof(PongMessage), "pong")]
[JsonDerivedType(typeof(ErrorMessage), "error")]
[JsonDerivedType(typeof(ClosedMessage), "closed")]
internal abstract record ServerMessage
{
    public byte[] ToUtf8() => JsonSerializer.SerializeToUtf8Bytes(this, WireJson.Default.ServerMessage);
}
