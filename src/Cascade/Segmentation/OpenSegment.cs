using System.Diagnostics;
using System.Runtime.InteropServices;
using Cascade.Inference;
using Cascade.Snapshots;

namespace Cascade.Segmentation;

/// <summary>Speech that has begun and not yet ended: where it starts, the probabilities of its frames, and the silences at which it could be cut.</summary>
internal sealed class OpenSegment
{
    // Half a second: the room that is kept between segments, for bursts. An idle stream is to be small, and a segment allocates its audio anyway.
    private const int KeptCapacity = 16;

    private readonly List<float> _probabilities = [];
    private readonly List<(long Start, long End)> _pauses = [];

    /// <summary>The first sample of the segment, pre-roll included.</summary>
    public long Start { get; private set; }

    /// <summary>The first sample of the first frame.</summary>
    public long SpeechStart { get; private set; }

    /// <summary>Whether the segment continues one that was cut.</summary>
    public bool Continues { get; private set; }

    public void Begin(long start, long speechStart, bool continues)
    {
        Debug.Assert(_probabilities.Count == 0 && _pauses.Count == 0, "the segment before was not ended");
        (Start, SpeechStart, Continues) = (start, speechStart, continues);
    }

    /// <summary>Forgets the segment, and the memory that a long one took.</summary>
    public void End()
    {
        _probabilities.Clear();
        _pauses.Clear();
        _pauses.Capacity = 0;
        if (_probabilities.Capacity > KeptCapacity)
        {
            _probabilities.Capacity = 0;
        }
    }

    public void AddFrame(float probability) => _probabilities.Add(probability);

    public void AddPause(long start, long end) => _pauses.Add((start, end));

    /// <summary>The silence to cut at, if there is one to choose. Of equally long ones the first, as in silero.</summary>
    public (long Start, long End)? ChoosePause(MaximumSpeechCut cut) =>
        _pauses.Count == 0 ? null
        : cut == MaximumSpeechCut.LastSilence ? _pauses[^1]
        : _pauses.MaxBy(pause => pause.End - pause.Start);

    /// <summary>Goes on as the segment after a cut. Silences before the cut, and like in silero those after it, are no longer candidates.</summary>
    public void ContinueFrom(long start, long speechStart)
    {
        _probabilities.RemoveRange(0, FramesBefore(speechStart));
        _pauses.Clear();
        (Start, SpeechStart, Continues) = (start, speechStart, true);
    }

    /// <summary>The frames that have samples from a position on, with the first sample of each.</summary>
    public IEnumerable<(long Start, float Probability)> FramesFrom(long position)
    {
        for (int i = 0; i < _probabilities.Count; i++)
        {
            long start = SpeechStart + ((long)i * SileroNetwork.FrameSamples);
            if (start + SileroNetwork.FrameSamples > position)
            {
                yield return (start, _probabilities[i]);
            }
        }
    }

    /// <summary>A copy of the probabilities of the frames that begin before a position.</summary>
    public float[] ProbabilitiesBefore(long end) => [.. _probabilities.Take(FramesBefore(end))];

    public void Save(SnapshotWriter writer)
    {
        writer.Long(Start);
        writer.Long(SpeechStart);
        writer.Bool(Continues);
        writer.Floats(CollectionsMarshal.AsSpan(_probabilities));
        writer.Int(_pauses.Count);
        foreach ((long start, long end) in _pauses)
        {
            writer.Long(start);
            writer.Long(end);
        }
    }

    /// <summary>Goes on where another segment was saved.</summary>
    /// <param name="reader">Reads the snapshot.</param>
    /// <param name="position">The position of the stream.</param>
    public void Restore(ref SnapshotReader reader, long position)
    {
        Start = reader.Long("the start of open speech", 0, position);
        SpeechStart = reader.Long("the first frame of open speech", Start, position);
        Continues = reader.Bool("a mark of open speech");
        long frames = (position - SpeechStart) / SileroNetwork.FrameSamples;
        SnapshotReader.Expect(SpeechStart + (frames * SileroNetwork.FrameSamples) == position, "the first frame of open speech", "whole frames before the position", SpeechStart);
        _probabilities.AddRange(reader.Floats("probabilities of open speech", 0, int.MaxValue));
        SnapshotReader.Expect(_probabilities.Count == frames, "the probabilities of open speech", $"{frames}", _probabilities.Count);
        long after = SpeechStart;
        for (int left = reader.Count("pauses", 0, int.MaxValue, 2 * sizeof(long)); left > 0; left--)
        {
            long start = reader.Long("the start of a pause", after, position);
            after = reader.Long("the end of a pause", start, position);
            SnapshotReader.Expect((after - SpeechStart) % SileroNetwork.FrameSamples == 0, "the end of a pause", "the start of a frame", after);
            _pauses.Add((start, after));
        }
    }

    private int FramesBefore(long position) =>
        (int)Math.Min((position - SpeechStart + SileroNetwork.FrameSamples - 1) / SileroNetwork.FrameSamples, _probabilities.Count);
}
