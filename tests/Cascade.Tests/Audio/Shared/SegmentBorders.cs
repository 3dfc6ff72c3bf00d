namespace Cascade.Tests.Audio;

/// <summary>Where the segments of a file begin and end, in 16 kHz samples.</summary>
internal sealed record SegmentBorders(IReadOnlyList<long> Starts, IReadOnlyList<long> Ends)
{
    /// <summary>Finds them as a stream does, with silero's defaults.</summary>
    /// <param name="path">The file.</param>
    /// <param name="raw">What its bytes mean, where it has no header.</param>
    public static async Task<SegmentBorders> FindAsync(string path, AudioFormat? raw = null)
    {
        await using StreamProcessor processor = new(new StreamProcessorOptions
        {
            InputFormat = raw ?? AudioFormat.Pcm16Mono16k,
            Speech = new SpeechSettings { Results = ResultKinds.Segments, MaximumSpeech = Timeout.InfiniteTimeSpan },
            Engine = VadEngine.OnnxRuntime(shareSession: true),
        });
        await using FileStream? stream = raw is null ? null : File.OpenRead(path);
        List<long> starts = [];
        List<long> ends = [];
        await foreach (CascadeResult segment in stream is null ? processor.ProcessFileAsync(path) : processor.ProcessStreamAsync(stream))
        {
            starts.Add(segment.StartSample);
            ends.Add(segment.EndSample);
        }

        return new SegmentBorders(starts, ends);
    }

    /// <summary>
    /// The largest distance in samples between a border and the nearest of its kind on the other side. Where the counts agree and borders have not moved far, that is the
    /// distance of each segment to its counterpart; where one is missing, split or new, it is how far away the nearest one is.
    /// </summary>
    /// <returns>Null if there are segments on one side only.</returns>
    public long? DistanceTo(SegmentBorders other) => (Starts.Count, other.Starts.Count) switch
    {
        (0, 0) => 0,
        (0, _) or (_, 0) => null,
        _ => new[] { Farthest(Starts, other.Starts), Farthest(other.Starts, Starts), Farthest(Ends, other.Ends), Farthest(other.Ends, Ends) }.Max(),
    };

    private static long Farthest(IReadOnlyList<long> borders, IReadOnlyList<long> others) => borders.Max(border => others.Min(other => Math.Abs(border - other)));
}
