using System.Buffers;
using System.Diagnostics;
using System.IO.Pipelines;
using Cascade.Audio;
using Cascade.Inference;

namespace Cascade.Framing;

/// <summary>
/// Bytes of any number in, frames of the network's length out. The only place that advances a pipe. A frame stays the current one until it is accepted,
/// so a call that is cancelled or fails in the middle loses nothing: the next one goes on with the same frame.
/// </summary>
internal sealed class FrameReader
{
    public const int FrameBytes = SileroNetwork.FrameSamples * Pcm16.BytesPerSample;

    // The writer never waits: whoever writes also reads, on the same thread, slice by slice.
    private readonly Pipe _pipe = new(new PipeOptions(pauseWriterThreshold: 0, minimumSegmentSize: 2 * FrameBytes, useSynchronizationContext: false));
    private readonly byte[] _frame = new byte[FrameBytes];
    private bool _hasFrame;

    /// <summary>The frame that <see cref="TryMoveNext"/> found; overwritten by the one after it.</summary>
    public ReadOnlySpan<byte> Current => _frame;

    /// <summary>All bytes written since the beginning.</summary>
    public long ReceivedBytes { get; private set; }

    /// <summary>Bytes that were written and are in no accepted frame yet.</summary>
    public long BufferedBytes { get; private set; }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        _pipe.Writer.Write(bytes);
        ValueTask<FlushResult> flush = _pipe.Writer.FlushAsync();
        Debug.Assert(flush.IsCompletedSuccessfully, "there is no threshold to wait for");
        BufferedBytes += bytes.Length;
        ReceivedBytes += bytes.Length;
    }

    /// <summary>Makes the next whole frame the current one; the same frame again until it is accepted. False if there is none.</summary>
    public bool TryMoveNext() => _hasFrame || (_hasFrame = TryTake(_frame));

    /// <summary>The current frame is done.</summary>
    public void Accept()
    {
        _hasFrame = false;
        BufferedBytes -= FrameBytes;
    }

    /// <summary>Takes what is shorter than a frame, once all frames have been accepted.</summary>
    public ReadOnlySpan<byte> TakeRest()
    {
        Span<byte> rest = _frame.AsSpan(0, (int)BufferedBytes);
        if (!rest.IsEmpty)
        {
            TryTake(rest);
        }

        BufferedBytes = 0;
        return rest;
    }

    /// <summary>Forgets everything that was written.</summary>
    public void Reset()
    {
        Close();
        _pipe.Reset();
        _hasFrame = false;
        BufferedBytes = 0;
        ReceivedBytes = 0;
    }

    /// <summary>Returns the pipe's memory to its pool.</summary>
    public void Close()
    {
        _pipe.Writer.Complete();
        _pipe.Reader.Complete();
    }

    private bool TryTake(Span<byte> destination)
    {
        if (!_pipe.Reader.TryRead(out ReadResult read))
        {
            return false;
        }

        ReadOnlySequence<byte> buffer = read.Buffer;
        SequencePosition consumed = buffer.Start;
        try
        {
            if (buffer.Length < destination.Length)
            {
                return false;
            }

            ReadOnlySequence<byte> taken = buffer.Slice(0, destination.Length);
            taken.CopyTo(destination);
            consumed = taken.End;
            return true;
        }
        finally
        {
            // Nothing beyond is examined, so the next read shows the rest without waiting for another write.
            _pipe.Reader.AdvanceTo(consumed);
        }
    }
}
