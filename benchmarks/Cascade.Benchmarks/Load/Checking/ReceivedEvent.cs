namespace Cascade.Benchmarks.Load;

/// <param name="Number">Its number in the session.</param>
/// <param name="Event">The event.</param>
/// <param name="Stamp">When it was received.</param>
/// <param name="Sends">How many chunks had been sent then.</param>
internal readonly record struct ReceivedEvent(long Number, StreamEvent Event, long Stamp, int Sends);
