namespace Cascade.Segmentation;

/// <summary>What a segmenter has counted since the stream began. Read from other threads while it counts, so every value is one that can be read whole.</summary>
internal sealed class SegmentCounters
{
    private long _frames;
    private long _segments;
    private long _discarded;
    private long _speechSamples;

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

    public void Reset() => (Frames, Segments, Discarded, SpeechSamples) = (0, 0, 0, 0);
}
