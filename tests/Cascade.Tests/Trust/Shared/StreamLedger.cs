using System.Diagnostics;

namespace Cascade.Tests.Trust;

/// <summary>
/// The books of one stream of 16 kHz mono PCM16 whose frames and segments are emitted: what went in, and what must hold of what comes out. Results come in order, carry the input's own
/// bytes, and leave out nothing but less than a frame before an end; and every byte is in a result, waiting, or unused.
/// </summary>
/// <param name="audio">What the stream hears, over and over.</param>
/// <param name="firstByte">Where in it the stream begins.</param>
internal sealed class StreamLedger(ReadOnlyMemory<byte> audio, int firstByte = 0)
{
    private const int FrameSamples = 512;

    private readonly Queue<LedgerPart> _parts = new([new LedgerPart(0, 0)]);
    private readonly List<long> _splitSamples = []; // where an end has cut a sample
    private LedgerPart _last = new(0, 0);
    private long _covered; // all before this position is in results or, at an end, unused
    private long _lastSegmentEnd;

    /// <summary>Bytes that the stream has accepted.</summary>
    public long Accepted { get; private set; }

    /// <summary>Bytes in frames and segments, counted once.</summary>
    public long InResults { get; private set; }

    /// <summary>The number of the next byte in what the stream hears.</summary>
    private int Place => (int)((firstByte + Accepted) % audio.Length);

    /// <summary>The next bytes of the stream, at most as many as asked for. They are not accepted yet.</summary>
    public ReadOnlyMemory<byte> Peek(int count) => audio.Slice(Place, Math.Min(count, audio.Length - Place));

    public void Accept(long bytes) => Accepted += bytes;

    /// <summary>Takes back the last bytes: the stream turned out not to have accepted them.</summary>
    public void Refuse(long bytes) => Accepted -= bytes;

    /// <summary>An end after all that has been accepted. One where there is one already is the same.</summary>
    public void End()
    {
        if (Accepted > _last.FirstByte)
        {
            (long samples, long split) = Math.DivRem(Accepted - _last.FirstByte, sizeof(short));
            _last = new LedgerPart(Accepted, _last.FirstSample + samples);
            _parts.Enqueue(_last);
            if (split > 0)
            {
                _splitSamples.Add(_last.FirstSample);
            }
        }
    }

    /// <summary>Enters a result.</summary>
    /// <exception cref="InvalidDataException">It must not be as it is.</exception>
    public void Take(CascadeResult result)
    {
        switch (result)
        {
            case AudioFrame frame:
                Require(frame.EndSample - frame.StartSample == FrameSamples, result, "is no frame");
                Enter(result, frame.Audio.Span);
                break;
            case SpeechSegment segment:
                Require(segment.StartSample < segment.EndSample && segment.StartSample >= _lastSegmentEnd, result, $"overlaps the segment before, which ends at {_lastSegmentEnd}");
                _lastSegmentEnd = segment.EndSample;
                Enter(result, segment.Audio.Span);
                break;
            default:
                Require(result.StartSample >= 0 && result.StartSample <= result.EndSample, result, "ends before it starts");
                break;
        }
    }

    /// <summary>Compares the books with what the stream has counted, while nothing runs.</summary>
    /// <param name="stats">The stream's counts.</param>
    /// <param name="isFlushed">Whether an end after everything has been passed and all results have been taken.</param>
    /// <exception cref="InvalidDataException">They differ.</exception>
    public void Settle(ProcessorStats stats, bool isFlushed)
    {
        long position = PositionOf(stats);
        Require(stats.BytesReceived == Accepted, stats, $"received is not {Accepted}");
        Require(stats.BytesWaiting >= 0 && stats.BytesUnused >= 0 && position >= _covered, stats, $"does not reach {_covered}");
        Require(FindDropped(stats) + InResults + stats.BytesUnused == Accepted, stats, $"with {InResults} bytes in results does not add up");
        if (isFlushed)
        {
            Require(stats.BytesWaiting == 0 && position == _last.FirstSample && _last.FirstByte == Accepted, stats, "is not at the end");
            Require(InResults + stats.BytesUnused == Accepted, stats, $"with {InResults} bytes in results leaves {Accepted - InResults - stats.BytesUnused}");
        }
    }

    /// <summary>Bytes that are lost if the stream ends now: those that wait, and those in open speech and in results that were not taken. By the stream's own counts.</summary>
    public long FindDropped(ProcessorStats stats)
    {
        // The clock does not count a sample that an end has cut. Whether an end exactly here has been passed, nobody can tell.
        long position = PositionOf(stats);
        long beside = Math.Clamp(
            stats.BytesReceived - (position * sizeof(short)) - stats.BytesWaiting, _splitSamples.Count(end => end < position), _splitSamples.Count(end => end <= position));
        return stats.BytesWaiting + (position * sizeof(short)) + beside - InResults - stats.BytesUnused;
    }

    /// <summary>Bytes that the stream's clock has counted.</summary>
    public static long BytesUpTo(ProcessorStats stats) => PositionOf(stats) * sizeof(short);

    private static long PositionOf(ProcessorStats stats) => stats.Position.Ticks / 625;

    private void Enter(CascadeResult result, ReadOnlySpan<byte> found)
    {
        PassEnds(result);
        LedgerPart part = _parts.Peek();
        Require(result.StartSample <= _covered, result, $"leaves out what begins at {_covered}");
        long first = part.FirstByte + ((result.StartSample - part.FirstSample) * sizeof(short));
        long last = part.FirstByte + ((result.EndSample - part.FirstSample) * sizeof(short));
        Require(first >= 0 && last <= Accepted && last - first == found.Length, result, $"has {found.Length} bytes; {Accepted} were accepted");
        Require(IsHeard(first, found), result, "has other audio than the input");
        InResults += Math.Max(0, result.EndSample - _covered) * sizeof(short);
        _covered = Math.Max(_covered, result.EndSample);
    }

    // A part ends where less than a frame of it is left, which is in no result.
    private void PassEnds(CascadeResult result)
    {
        while (_parts.Count > 1)
        {
            LedgerPart next = _parts.ElementAt(1);
            if (result.StartSample < next.FirstSample || (result.StartSample == next.FirstSample && result.EndSample == next.FirstSample))
            {
                return;
            }

            Require(next.FirstSample - _covered < FrameSamples, result, $"leaves out {_covered} to {next.FirstSample}, before an end");
            _covered = Math.Max(_covered, next.FirstSample);
            _parts.Dequeue();
        }
    }

    private bool IsHeard(long first, ReadOnlySpan<byte> found)
    {
        int place = (int)((firstByte + first) % audio.Length);
        while (!found.IsEmpty)
        {
            ReadOnlySpan<byte> expected = audio.Span.Slice(place, Math.Min(found.Length, audio.Length - place));
            if (!found[..expected.Length].SequenceEqual(expected))
            {
                return false;
            }

            found = found[expected.Length..];
            place = 0;
        }

        return true;
    }

    [StackTraceHidden]
    private static void Require(bool holds, object subject, string complaint)
    {
        if (!holds)
        {
            throw new InvalidDataException($"{subject} {complaint}.");
        }
    }
}
