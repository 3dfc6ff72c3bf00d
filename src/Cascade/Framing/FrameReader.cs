using System.Buffers;
using System.Diagnostics;
using System.IO.Pipelines;
using Cascade.Audio;
using Cascade.Inference;

namespace Cascade.Framing;

/// <summary>
/// Bytes of any number and format in, frames of the network's rate and length out, mono. The only place that advances a pipe. An end that
/// is asked for is a border that no frame crosses: what came before it and is less than a frame is taken as a rest, and what comes after it
/// begins anew.
/// </summary>
internal sealed class FrameReader
{
    private static readonly PipeOptions WaitingInSharedPool = WaitingIn(pool: null);

    private readonly AudioConverter _converter;
    private readonly PipeOptions _waiting;
    private readonly float[] _partial;
    private readonly InputObserver? _onConverted;
    private Pipe? _pipe; // half a kilobyte that a stream of whole frames does not need
    private int _partialSamples;
    private long _receivedBytes;
    private long _convertedBytes;
    private long? _end;
    private long _lastEnd;
    private Queue<long>? _laterEnds; // asked for before that one was passed
    private bool _isDraining; // at the end, when nothing but a flush may follow
    private long _nonFiniteSamples;

    // Where the part since the last end began, on the clock and in bytes: the converter counts from there.
    private long _firstSample;
    private long _firstByte;

    /// <summary>Makes a reader.</summary>
    /// <param name="format">What the bytes mean.</param>
    /// <param name="position">The stream's position before the first sample.</param>
    /// <param name="onConverted">Sees the bytes in their order, each before the frame that it is needed for.</param>
    /// <param name="network">What the frames are for; the network for 16 kHz if <see langword="null"/>.</param>
    /// <param name="waiting">Where waiting bytes are kept, made by <see cref="WaitingIn"/>; the shared pool if <see langword="null"/>.</param>
    public FrameReader(
        AudioFormat format, long position = 0, InputObserver? onConverted = null, NetworkRate? network = null, PipeOptions? waiting = null)
    {
        _waiting = waiting ?? WaitingInSharedPool;
        Format = format;
        Network = network ?? NetworkRate.At16kHz;
        _converter = new AudioConverter(format, Network.RateHz);
        _partial = new float[Network.FrameSamples];
        _onConverted = onConverted;
        _firstSample = position;
        Position = position;
    }

    /// <summary>Keeps waiting bytes in a pool, for readers of any number.</summary>
    /// <remarks>The writer never waits: whoever writes also sees to it that it is read. A pipe keeps a record of every segment that it ever held at once, so segments are not small.</remarks>
    public static PipeOptions WaitingIn(MemoryPool<byte>? pool) => new(pool, pauseWriterThreshold: 0, minimumSegmentSize: 4096, useSynchronizationContext: false);

    /// <summary>What the bytes mean.</summary>
    public AudioFormat Format { get; }

    /// <summary>What the frames are for.</summary>
    public NetworkRate Network { get; }

    /// <summary>The position on the clock after the last sample that has been read.</summary>
    public long Position { get; private set; }

    /// <summary>All bytes written.</summary>
    public long ReceivedBytes => Volatile.Read(ref _receivedBytes);

    /// <summary>Bytes written that are in no frame or rest yet.</summary>
    public long WaitingBytes => Math.Max(0, ReceivedBytes - ByteAt(Position)); // another thread may be reading a frame meanwhile

    /// <summary>Of these, the bytes that have been converted: before an end, those of the rest.</summary>
    public long RestBytes => _convertedBytes - ByteAt(Position);

    /// <summary>Samples of float input that were no numbers and became silence.</summary>
    public long NonFiniteSamples => _nonFiniteSamples + _converter.NonFiniteSamples;

    /// <summary>Bytes written after the last whole sample.</summary>
    public int BytesInBlock => (int)((_receivedBytes - _lastEnd) % Format.BytesPerBlock);

    /// <summary>Bytes after the last whole sample that has been read. Before an end they are in no sample at all.</summary>
    public int UnfinishedBytes => _converter.UnfinishedBytes;

    /// <summary>Accepts bytes. Those of a frame that is not whole yet are converted at once, which for short chunks are all; the others wait in the pipe.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        bool isPipeEmpty = _convertedBytes == _receivedBytes;
        Volatile.Write(ref _receivedBytes, _receivedBytes + bytes.Length);
        if (isPipeEmpty && _end is null)
        {
            _partialSamples += _converter.Convert(bytes, _partial.AsSpan(_partialSamples), out int used);
            _onConverted?.Invoke(bytes[..used]);
            _convertedBytes += used;
            bytes = bytes[used..];
        }

        if (!bytes.IsEmpty)
        {
            _pipe ??= new Pipe(_waiting);
            _pipe.Writer.Write(bytes);
            ValueTask<FlushResult> flush = _pipe.Writer.FlushAsync();
            Debug.Assert(flush.IsCompletedSuccessfully, "there is no threshold to wait for");
        }
    }

    /// <summary>Whether an end was asked for that has not been passed.</summary>
    public bool IsEnding => _end is not null;

    /// <summary>Asks for an end after all that has been written. Where there is one already, that is the one.</summary>
    public void End()
    {
        if (_end is null)
        {
            _end = _receivedBytes;
        }
        else if (_lastEnd != _receivedBytes)
        {
            (_laterEnds ??= new Queue<long>()).Enqueue(_receivedBytes);
        }

        _lastEnd = _receivedBytes;
    }

    /// <summary>How many frames there may be to read once so many more bytes are written; a resampler that waits for what is ahead can make it fewer.</summary>
    public long FramesWith(long moreBytes) =>
        (_firstSample + _converter.SamplesWithin(_receivedBytes + moreBytes - _firstByte) - Position) / SileroNetwork.FrameSamples;

    /// <summary>Reads as many whole frames as there are and fit.</summary>
    /// <returns>The number of frames.</returns>
    public int Read(Span<float> frames)
    {
        _partial.AsSpan(0, _partialSamples).CopyTo(frames);
        int samples = _partialSamples;
        if (!_isDraining)
        {
            samples += Convert(frames[samples..]);
            _isDraining = _end == _convertedBytes;
        }

        if (_isDraining)
        {
            samples += _converter.Flush(frames[samples..]);
        }

        int count = samples / Network.FrameSamples;
        int whole = count * Network.FrameSamples;
        frames[whole..samples].CopyTo(_partial);
        _partialSamples = samples - whole;
        Position += (long)count * SileroNetwork.FrameSamples;
        return count;
    }

    /// <summary>Takes back a frame that was the only one read, so that it is read again.</summary>
    public void Unread(ReadOnlySpan<float> frame)
    {
        Debug.Assert(_partialSamples == 0, "only a frame that was read alone can be taken back");
        frame.CopyTo(_partial);
        _partialSamples = frame.Length;
        Position -= SileroNetwork.FrameSamples;
    }

    /// <summary>Once <see cref="Read"/> has no more frames, gives the samples before an end that was asked for; <see cref="Restart"/> goes on behind it.</summary>
    /// <param name="rest">Less than a frame; valid until the restart.</param>
    /// <returns>False if no end was asked for.</returns>
    public bool TryReadRest(out ReadOnlySpan<float> rest)
    {
        Debug.Assert(_end is null || _end == _convertedBytes, "frames are left");
        rest = _partial.AsSpan(0, _partialSamples);
        return _end is not null;
    }

    /// <summary>Begins anew behind an end that was reached.</summary>
    public void Restart()
    {
        Position += (long)_partialSamples * Network.ClockSamplesPerSample;
        _partialSamples = 0;
        _nonFiniteSamples += _converter.NonFiniteSamples;
        _converter.Reset();
        long? next = _laterEnds is { Count: > 0 } ? _laterEnds.Dequeue() : null;
        (_firstSample, _firstByte, _end, _isDraining) = (Position, _convertedBytes, next, false);
    }

    /// <summary>The number of bytes, counted from the first one written, that come before a position in the part that is being read.</summary>
    public long ByteAt(long position) => _firstByte + _converter.FirstByteFrom(position - _firstSample);

    /// <summary>Returns the pipe's memory to its pool. Nothing may follow.</summary>
    public void Close()
    {
        _pipe?.Writer.Complete();
        _pipe?.Reader.Complete();
    }

    private int Convert(Span<float> samples)
    {
        if (_convertedBytes == _receivedBytes || !_pipe!.Reader.TryRead(out ReadResult read))
        {
            return _converter.Convert([], samples, out _);
        }

        int written = 0;
        int used = 0;
        SequencePosition consumed = read.Buffer.Start;
        try
        {
            ReadOnlySequence<byte> rest = _end is { } end ? read.Buffer.Slice(0, Math.Min(read.Buffer.Length, end - _convertedBytes)) : read.Buffer;
            foreach (ReadOnlyMemory<byte> segment in rest)
            {
                written += _converter.Convert(segment.Span, samples[written..], out int taken);
                _onConverted?.Invoke(segment.Span[..taken]);
                used += taken;
                if (taken < segment.Length)
                {
                    break;
                }
            }

            consumed = read.Buffer.GetPosition(used);
            return written;
        }
        finally
        {
            _convertedBytes += used;

            // Nothing beyond is examined, so the next read shows the rest without waiting for another write.
            _pipe.Reader.AdvanceTo(consumed);
        }
    }
}
