namespace Cascade.Benchmarks.Load;

/// <summary>The events that a processor of its own finds in a client's audio.</summary>
internal static class ProcessorEvents
{
    public const ResultKinds Kinds = ResultKinds.Segments | ResultKinds.SpeechStarted | ResultKinds.SpeechEnded | ResultKinds.SpeechDiscarded;

    /// <param name="options">How the stream is processed; its results are to be <see cref="Kinds"/>.</param>
    /// <param name="chunks">The audio.</param>
    public static async Task<List<ExpectedEvent>> FindAsync(StreamProcessorOptions options, IEnumerable<ReadOnlyMemory<byte>> chunks)
    {
        List<ExpectedEvent> events = [];
        await using StreamProcessor processor = new(options);
        foreach (ReadOnlyMemory<byte> chunk in chunks)
        {
            Add(await processor.ProcessChunkAsync(chunk), events);
        }

        Add(await processor.FlushAsync(), events);
        return events;
    }

    private static void Add(IReadOnlyList<CascadeResult> results, List<ExpectedEvent> events)
    {
        foreach (CascadeResult result in results)
        {
            // A segment and a discarded burst become known with the end of speech before them, if there is one.
            long? decided = events is [.., { Event.Kind: EventKind.SpeechEnded } ended] ? ended.DecidedAt : null;
            events.Add(result switch
            {
                SpeechStarted started => new(new(EventKind.SpeechStarted, started.Onset.Sample, started.Onset.Sample), started.DetectedAtSample),
                SpeechEnded ended2 => new(new(EventKind.SpeechEnded, ended2.Offset.Sample, ended2.Offset.Sample), ended2.DetectedAtSample),
                SpeechDiscarded => new(new(EventKind.SpeechDiscarded, result.StartSample, result.EndSample), decided),
                SpeechSegment => new(new(EventKind.Segment, result.StartSample, result.EndSample), decided),
                _ => throw new InvalidOperationException($"{result.GetType().Name} was not asked for."),
            });
        }
    }
}
