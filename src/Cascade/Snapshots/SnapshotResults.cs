namespace Cascade.Snapshots;

/// <summary>Results that are known and not delivered, in a snapshot.</summary>
internal static class SnapshotResults
{
    private const int LeastBytes = 17; // the kind and two positions

    private enum Kind : byte
    {
        Probability = 1,
        Frame,
        Started,
        Progress,
        Ended,
        Discarded,
        Segment,
    }

    public static void Write(SnapshotWriter writer, Queue<CascadeResult> results)
    {
        writer.Int(results.Count);
        foreach (CascadeResult result in results)
        {
            writer.Byte((byte)KindOf(result));
            writer.Long(result.StartSample);
            writer.Long(result.EndSample);
            Write(writer, result);
        }
    }

    /// <summary>Reads results into a queue.</summary>
    /// <param name="reader">Reads the snapshot.</param>
    /// <param name="results">Receives the results.</param>
    /// <param name="format">The format of their audio.</param>
    /// <param name="origin">The stream that the results are from.</param>
    public static void Read(ref SnapshotReader reader, Queue<CascadeResult> results, AudioFormat format, ResultOrigin? origin)
    {
        int count = reader.Count("results", 0, int.MaxValue, LeastBytes);
        for (int i = 0; i < count; i++)
        {
            results.Enqueue(ReadOne(ref reader, format, origin));
        }
    }

    private static Kind KindOf(CascadeResult result) => result switch
    {
        FrameProbability => Kind.Probability,
        AudioFrame => Kind.Frame,
        SpeechStarted => Kind.Started,
        SpeechProgress => Kind.Progress,
        SpeechEnded => Kind.Ended,
        SpeechDiscarded => Kind.Discarded,
        _ => Kind.Segment,
    };

    private static void Write(SnapshotWriter writer, CascadeResult result)
    {
        switch (result)
        {
            case FrameProbability frame:
                writer.Float(frame.Probability);
                break;
            case AudioFrame frame:
                writer.Float(frame.Probability);
                writer.Block(frame.Audio.Span);
                break;
            case SpeechStarted started:
                Write(writer, started.Onset);
                writer.Long(started.DetectedAtSample);
                break;
            case SpeechProgress progress:
                writer.Float(progress.Probability);
                writer.Long(progress.SegmentStartSample);
                writer.Block(progress.Audio.Span);
                break;
            case SpeechEnded ended:
                Write(writer, ended.Offset);
                writer.Long(ended.DetectedAtSample);
                break;
            case SpeechDiscarded burst:
                Write(writer, burst.Onset);
                WriteOptional(writer, burst.Offset);
                break;
            case SpeechSegment segment:
                Write(writer, segment.Onset);
                WriteOptional(writer, segment.Offset);
                writer.Int((int)segment.EndedBy);
                writer.Bool(segment.Continues);
                writer.Long(segment.SpeechStartSample);
                writer.Floats(segment.Probabilities.Span);
                writer.Block(segment.Audio.Span);
                break;
        }
    }

    private static CascadeResult ReadOne(ref SnapshotReader reader, AudioFormat format, ResultOrigin? origin)
    {
        Kind kind = (Kind)reader.Byte();
        long start = reader.Long("the start of a result");
        long end = reader.Long("the end of a result", start);
        switch (kind)
        {
            case Kind.Probability:
                return new FrameProbability { StartSample = start, EndSample = end, Origin = origin, Probability = reader.Probability("a probability") };
            case Kind.Frame:
                return new AudioFrame { StartSample = start, EndSample = end, Origin = origin, Format = format, Probability = reader.Probability("a probability"), Audio = reader.Block().ToArray() };
            case Kind.Started:
                return new SpeechStarted { StartSample = start, EndSample = end, Origin = origin, Onset = ReadEvent(ref reader), DetectedAtSample = reader.Long("a position") };
            case Kind.Progress:
                return new SpeechProgress
                {
                    StartSample = start,
                    EndSample = end,
                    Origin = origin,
                    Format = format,
                    Probability = reader.Probability("a probability"),
                    SegmentStartSample = reader.Long("a position"),
                    Audio = reader.Block().ToArray(),
                };
            case Kind.Ended:
                return new SpeechEnded { StartSample = start, EndSample = end, Origin = origin, Offset = ReadEvent(ref reader), DetectedAtSample = reader.Long("a position") };
            case Kind.Discarded:
                return new SpeechDiscarded { StartSample = start, EndSample = end, Origin = origin, Onset = ReadEvent(ref reader), Offset = ReadOptional(ref reader) };
            case Kind.Segment:
                return new SpeechSegment
                {
                    StartSample = start,
                    EndSample = end,
                    Origin = origin,
                    Format = format,
                    Onset = ReadEvent(ref reader),
                    Offset = ReadOptional(ref reader),
                    EndedBy = (SegmentEnd)reader.Int("the end of a segment", 0, (int)SegmentEnd.InputStalled),
                    Continues = reader.Bool("a mark of a segment"),
                    SpeechStartSample = reader.Long("a position"),
                    Probabilities = reader.Floats("probabilities", 0, int.MaxValue),
                    Audio = reader.Block().ToArray(),
                };
            default:
                throw SnapshotReader.Wrong("the kind of a result", $"from 1 to {(int)Kind.Segment}", (int)kind);
        }
    }

    public static void Write(SnapshotWriter writer, SpeechEvent one)
    {
        writer.Long(one.Frame);
        writer.Long(one.Sample);
        writer.Float(one.Probability);
    }

    public static SpeechEvent ReadEvent(ref SnapshotReader reader) => new(reader.Long("the frame of an event"), reader.Long("the position of an event"), reader.Probability("a probability"));

    private static void WriteOptional(SnapshotWriter writer, SpeechEvent? one)
    {
        writer.Bool(one is not null);
        if (one is { } known)
        {
            Write(writer, known);
        }
    }

    private static SpeechEvent? ReadOptional(ref SnapshotReader reader) => reader.Bool("a mark of an event") ? ReadEvent(ref reader) : null;
}
