namespace Cascade.Benchmarks.Load;

/// <summary>The numbered events of the wire protocol that a stream's audio decides.</summary>
internal enum EventKind
{
    SpeechStarted,
    SpeechEnded,
    SpeechDiscarded,
    Segment,
}
