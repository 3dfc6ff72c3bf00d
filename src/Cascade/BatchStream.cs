using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Cascade.Framing;
using Cascade.Inference.Managed;
using Cascade.Segmentation;

namespace Cascade;

/// <summary>
/// One stream of a <see cref="StreamBatch"/>. Its methods may be called from any thread, also during a tick; calls on one stream wait for each other.
/// </summary>
public sealed class BatchStream : IDisposable
{
    private readonly StreamBatch _batch;
    private readonly FrameReader _frames;
    private readonly Segmenter _segmenter;
    private readonly Queue<CascadeResult> _ready = new();
    private long _unusedBytes;
    private bool _disposed;

    internal BatchStream(StreamBatch batch, StreamProcessorOptions options, ArrayPool<byte> pool, MemoryPool<byte> inputPool, int index)
    {
        _batch = batch;
        Index = index;
        bool keepsInput = options.Audio == ResultAudio.Input;
        SegmentAudio audio = new(keepsInput ? position => _frames!.ByteAt(position) : null, pool);
        _segmenter = new Segmenter(new SegmentationSettings(options), options.Results, audio);
        _frames = new FrameReader(options.InputFormat, onConverted: keepsInput ? audio.AppendInput : null, pool: inputPool);
    }

    internal int Index { get; set; }

    internal StreamState State { get; } = new();

    /// <summary>Accepts the next bytes of the stream, of any number, cut anywhere; they are copied and processed by the next tick.</summary>
    /// <exception cref="ObjectDisposedException">The stream is disposed.</exception>
    public void Push(ReadOnlySpan<byte> bytes)
    {
        lock (_ready)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _frames.Write(bytes);
        }
    }

    /// <summary>
    /// Asks for the end of the stream, or of a part of it, after what has been pushed: the next tick closes open speech there, as
    /// <see cref="StreamProcessor.FlushAsync"/> does. What is pushed afterwards goes on from there.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The stream is disposed.</exception>
    public void End()
    {
        lock (_ready)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _frames.End();
        }
    }

    /// <summary>Takes the next result that ticks have made known, in the order of the stream.</summary>
    /// <returns>False if there is none.</returns>
    public bool TryRead([NotNullWhen(true)] out CascadeResult? result)
    {
        lock (_ready)
        {
            return _ready.TryDequeue(out result);
        }
    }

    /// <summary>What has been counted since the stream began.</summary>
    public ProcessorStats GetStats()
    {
        lock (_ready)
        {
            return ProcessorStats.Of(_frames, _segmenter, earlierBytes: 0, _unusedBytes);
        }
    }

    /// <summary>Leaves the batch. Audio that has not been processed and results that have not been read are gone. May be called twice.</summary>
    public void Dispose()
    {
        lock (_ready)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            _frames.Close();
            _segmenter.Release();
        }

        _batch.Remove(this);
    }

    // A tick: the next frame, if there is one; ends that are reached are passed on the way.
    internal bool TryReadFrame(Span<float> frame)
    {
        lock (_ready)
        {
            while (!_disposed)
            {
                if (_frames.Read(frame) > 0)
                {
                    return true;
                }

                if (!_frames.TryReadRest(out ReadOnlySpan<float> rest))
                {
                    return false;
                }

                bool isUsed = _segmenter.Flush(rest, _ready);
                _unusedBytes += isUsed ? _frames.UnfinishedBytes : _frames.RestBytes;
                _frames.Restart();
                _segmenter.Release();
            }

            return false;
        }
    }

    // A tick: whether another round may find something.
    internal bool HasMore()
    {
        lock (_ready)
        {
            return !_disposed && (_frames.IsEnding || _frames.FramesWith(0) > 0);
        }
    }

    // A tick: the answer to the frame that was read.
    internal void Advance(ReadOnlySpan<float> frame, float probability)
    {
        lock (_ready)
        {
            if (!_disposed)
            {
                _segmenter.Advance(frame, probability, _ready);
            }
        }
    }
}
