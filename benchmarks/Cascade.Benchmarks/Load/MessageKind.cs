namespace Cascade.Benchmarks.Load;

/// <summary>The server's messages as far as a client of the load needs them.</summary>
internal enum MessageKind
{
    Other,
    Ready,
    SpeechStarted,
    SpeechEnded,
    SpeechDiscarded,
    Segment,
    Probability,
    Received,
    Error,
    Closed,
}
