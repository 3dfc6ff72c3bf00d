namespace Cascade.Benchmarks.Load;

/// <param name="Event">The event.</param>
/// <param name="DecidedAt">The end of the frame that made it known, or <see langword="null"/> where the end of the stream or the maximum length did.</param>
internal readonly record struct ExpectedEvent(StreamEvent Event, long? DecidedAt);
