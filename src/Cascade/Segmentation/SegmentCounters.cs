using Cascade.Snapshots;

namespace Cascade.Segmentation;

/// <summary>The counts of a segmenter since the stream began. Read from other threads while it counts, so every value is one that can be read whole.</summary>
internal sealed class SegmentCounters
{
    private long _frames;
    private long _segments;
    private long _discarded;
    private long _speechSamples;
    private long _discardedSamples;
    private int _lastEndedBy;

    public long Frames
    {
        get => Volatile.Read(ref _frames);
        set => Volatile.Write(ref _frames, value);
    }

    public long Segments
    {
        get => Volatile.Read(ref _segments);
        set => Volatile.Write(ref _segments, value);
    }

    public long Discarded
    {
        get => Volatile.Read(ref _discarded);
        set => Volatile.Write(ref _discarded, value);
    }

    public long SpeechSamples
    {
        get => Volatile.Read(ref _speechSamples);
        set => Volatile.Write(ref _speechSamples, value);
    }

    /// <summary>The samples of what was discarded, without the silence after it.</summary>
    public long DiscardedSamples
    {
        get => Volatile.Read(ref _discardedSamples);
        set => Volatile.Write(ref _discardedSamples, value);
    }

    /// <summary>Why the last segment ended.</summary>
    public SegmentEnd LastEndedBy
    {
        get => (SegmentEnd)Volatile.Read(ref _lastEndedBy);
        set => Volatile.Write(ref _lastEndedBy, (int)value);
    }

    public void Save(SnapshotWriter writer)
    {
        writer.Long(Frames);
        writer.Long(Segments);
        writer.Long(Discarded);
        writer.Long(SpeechSamples);
        writer.Long(DiscardedSamples);
        writer.Int((int)LastEndedBy);
    }

    public void Restore(ref SnapshotReader reader)
    {
        Frames = reader.Long("the count of frames");
        Segments = reader.Long("the count of segments");
        Discarded = reader.Long("the count of bursts");
        SpeechSamples = reader.Long("the length of speech");
        DiscardedSamples = reader.Long("the length of bursts");
        LastEndedBy = (SegmentEnd)reader.Int("the end of a segment", 0, (int)SegmentEnd.InputStalled);
    }

    public void Reset() => (Frames, Segments, Discarded, SpeechSamples, DiscardedSamples) = (0, 0, 0, 0, 0);
}
