using System.Buffers;
using System.Diagnostics;
using System.IO.Pipelines;
using Cascade.Snapshots;

namespace Cascade.Framing;

/// <summary>Bytes and ends that wait, in one order. The only place that advances a pipe. One writer and one reader at a time.</summary>
/// <param name="waiting">Where bytes wait, made by <see cref="WaitingIn"/>; the shared pool if <see langword="null"/>.</param>
internal sealed class PendingAudio(PipeOptions? waiting = null)
{
    private static readonly PipeOptions WaitingInSharedPool = WaitingIn(pool: null);

    private readonly Queue<(long At, SegmentEnd Why)> _ends = new(0);
    private Pipe? _pipe; // half a kilobyte that a stream of whole frames does not need
    private ReadOnlySequence<byte> _peeked;
    private long _received;
    private long _lastEnd;

    /// <summary>Gets the options of a pipe whose bytes wait in a pool, for any number of streams.</summary>
    /// <remarks>The writer never waits: the stream bounds what it accepts. A pipe keeps a record of every segment that it ever held at once, so segments are not small.</remarks>
    public static PipeOptions WaitingIn(MemoryPool<byte>? pool) => new(pool, pauseWriterThreshold: 0, minimumSegmentSize: 4096, useSynchronizationContext: false);

    /// <summary>Gets how many bytes have been added.</summary>
    public long Received => Volatile.Read(ref _received);

    /// <summary>Gets how many bytes have been taken.</summary>
    public long Taken { get; private set; }

    /// <summary>Gets whether neither bytes nor an end wait.</summary>
    public bool IsEmpty => Taken == Received && _ends.Count == 0;

    /// <summary>Gets whether an end waits.</summary>
    public bool IsEnding => _ends.Count > 0;

    /// <summary>Gets the reason of the end that comes before any byte; <see langword="null"/> if there is none.</summary>
    public SegmentEnd? NextEnd => _ends.TryPeek(out (long At, SegmentEnd Why) end) && end.At == Taken ? end.Why : null;

    /// <summary>Gets how many bytes have been added since the last end.</summary>
    public long SinceEnd => _received - _lastEnd;

    /// <summary>Adds bytes.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        Volatile.Write(ref _received, _received + bytes.Length);
        _pipe ??= new Pipe(waiting ?? WaitingInSharedPool);
        _pipe.Writer.Write(bytes);
        ValueTask<FlushResult> flush = _pipe.Writer.FlushAsync();
        Debug.Assert(flush.IsCompletedSuccessfully, "there is no threshold to wait for");
    }

    /// <summary>Counts bytes that are taken without waiting, which only an empty queue allows.</summary>
    public void Pass(int bytes)
    {
        Debug.Assert(IsEmpty, "bytes would overtake others");
        Volatile.Write(ref _received, _received + bytes);
        Taken += bytes;
    }

    /// <summary>Adds an end. An end without a byte since the end before it is that one.</summary>
    public void AddEnd(SegmentEnd why)
    {
        if (_ends.Count == 0 || SinceEnd > 0)
        {
            _ends.Enqueue((_received, why));
        }

        _lastEnd = _received;
    }

    /// <summary>Removes the end that <see cref="NextEnd"/> shows.</summary>
    public void PassEnd() => _ends.Dequeue();

    /// <summary>Gets the bytes that wait, up to the next end. <see cref="Take"/> must follow.</summary>
    public ReadOnlySequence<byte> Peek()
    {
        _peeked = Taken < Received && _pipe!.Reader.TryRead(out ReadResult read) ? read.Buffer : default;
        return _ends.TryPeek(out (long At, SegmentEnd Why) end) && end.At - Taken < _peeked.Length ? _peeked.Slice(0, end.At - Taken) : _peeked;
    }

    /// <summary>Takes so many of the bytes that <see cref="Peek"/> has shown.</summary>
    public void Take(long bytes)
    {
        if (!_peeked.IsEmpty)
        {
            _pipe!.Reader.AdvanceTo(_peeked.GetPosition(bytes)); // nothing beyond is examined, so the next read shows the rest without waiting for another write
            Taken += bytes;
            _peeked = default;
        }
    }

    public void Save(SnapshotWriter writer)
    {
        writer.Long(Taken);
        ReadOnlySequence<byte> waiting = Taken < Received && _pipe!.Reader.TryRead(out ReadResult read) ? read.Buffer : default;
        writer.Int((int)waiting.Length);
        foreach (ReadOnlyMemory<byte> segment in waiting)
        {
            segment.Span.CopyTo(writer.Space(segment.Length));
        }

        if (!waiting.IsEmpty)
        {
            _pipe!.Reader.AdvanceTo(waiting.Start); // nothing is taken
        }

        writer.Long(_lastEnd);
        writer.Int(_ends.Count);
        foreach ((long at, SegmentEnd why) in _ends)
        {
            writer.Long(at);
            writer.Int((int)why);
        }
    }

    /// <summary>Goes on where another queue was saved. This one is new.</summary>
    public void Restore(ref SnapshotReader reader)
    {
        Taken = reader.Long("the bytes read");
        _received = Taken;
        Add(reader.Block());
        _lastEnd = reader.Long("the last end", 0, Received);
        long after = Taken;
        for (int left = reader.Count("ends", 0, int.MaxValue, sizeof(long) + sizeof(int)); left > 0; left--)
        {
            long at = reader.Long("an end", after, _lastEnd);
            _ends.Enqueue((at, (SegmentEnd)reader.Int("the reason of an end", 0, (int)SegmentEnd.InputStalled)));
            after = at + 1;
        }
    }

    /// <summary>Returns the pipe's memory to its pool. Nothing may follow.</summary>
    public void Close()
    {
        _pipe?.Writer.Complete();
        _pipe?.Reader.Complete();
    }
}
