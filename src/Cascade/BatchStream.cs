using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using Cascade.Diagnostics;
using Cascade.Inference.Managed;

namespace Cascade;

/// <summary>
/// One stream of a <see cref="StreamBatch"/>. Its methods may be called from any thread, also during a tick; calls on one stream wait for each other.
/// </summary>
public sealed class BatchStream : IDisposable
{
    private readonly StreamBatch _batch;
    private readonly StreamPipeline _stream;
    private readonly object _lock = new();
    private bool _disposed;
    private Exception? _fault;

    internal BatchStream(StreamBatch batch, StreamProcessorOptions options, ArrayPool<byte> pool, PipeOptions waiting, int index)
    {
        _batch = batch;
        Index = index;
        _stream = new StreamPipeline(options, batch.Times, pool, waiting);
    }

    internal int Index { get; set; }

    internal StreamState ModelState { get; } = new();

    /// <summary>What can be done with the stream. One that would have to be reset is disposed, and another opened.</summary>
    public ProcessorState State
    {
        get
        {
            lock (_lock)
            {
                return _disposed ? ProcessorState.Disposed : _fault is null ? ProcessorState.Usable : ProcessorState.MustBeReset;
            }
        }
    }

    /// <summary>Accepts the next bytes of the stream, of any number, cut anywhere; they are copied and processed by the next tick.</summary>
    /// <exception cref="InvalidOperationException">More than <see cref="StreamProcessorOptions.MaximumBacklog"/> of audio would wait: ticks are too rare, or results are not read. Or processing
    /// was interrupted in mid-frame, see <see cref="State"/>. Nothing of the bytes has been accepted.</exception>
    /// <exception cref="ObjectDisposedException">The stream is disposed.</exception>
    public void Push(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            ThrowUnlessUsable();
            if (!_stream.CanWait(bytes.Length))
            {
                throw new InvalidOperationException(
                    $"More than {_stream.Options.MaximumBacklog} of audio ({nameof(StreamProcessorOptions.MaximumBacklog)}) would wait, so {bytes.Length} bytes were not accepted. "
                        + $"Call {nameof(StreamBatch)}.{nameof(StreamBatch.ProcessAsync)} more often, with more threads if it lasts too long, and read the results.");
            }

            _stream.Write(bytes);
        }
    }

    /// <summary>
    /// Asks for the end of the stream, or of a part of it, after what has been pushed: the next tick closes open speech there, as
    /// <see cref="StreamProcessor.FlushAsync"/> does. What is pushed afterwards goes on from there.
    /// </summary>
    /// <exception cref="InvalidOperationException">Processing was interrupted in mid-frame, see <see cref="State"/>.</exception>
    /// <exception cref="ObjectDisposedException">The stream is disposed.</exception>
    public void End()
    {
        lock (_lock)
        {
            ThrowUnlessUsable();
            _stream.End(SegmentEnd.Flush);
        }
    }

    /// <summary>Changes thresholds, durations and the kinds of result from the next frame on, as <see cref="StreamProcessor.Update"/> does.</summary>
    /// <param name="options">As for <see cref="StreamProcessor.Update"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its legal range. Nothing has changed.</exception>
    /// <exception cref="ArgumentException">An option differs that needs a new stream. Nothing has changed.</exception>
    /// <exception cref="ObjectDisposedException">The stream is disposed.</exception>
    public void Update(StreamProcessorOptions options)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _stream.Update(options);
        }
    }

    /// <summary>
    /// Takes the next result that ticks have made known, in the order of the stream. A stream whose oldest result is older than <see cref="StreamProcessorOptions.MaximumBacklog"/> is
    /// left out of ticks until it is read.
    /// </summary>
    /// <returns>False if there is none.</returns>
    public bool TryRead([NotNullWhen(true)] out CascadeResult? result)
    {
        lock (_lock)
        {
            return _stream.Ready.TryDequeue(out result);
        }
    }

    /// <summary>What has been counted since the stream began.</summary>
    public ProcessorStats GetStats()
    {
        lock (_lock)
        {
            return _stream.GetStats();
        }
    }

    /// <summary>What <see cref="GetStats"/> gives, as text for people, as <see cref="StreamProcessor.GetReport"/> does.</summary>
    public string GetReport() => ReportText.Of(_stream.Options, _stream.Format, GetStats(), ReportText.Ticks);

    /// <summary>Leaves the batch. Audio that has not been processed and results that have not been read are gone. May be called twice.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            _stream.Close();
        }

        _batch.Remove(this);
    }

    // A tick: the next frame, if there is one; ends that are reached are passed on the way.
    internal bool TryReadFrame(Span<float> frame)
    {
        lock (_lock)
        {
            try
            {
                while (IsInTick && !_stream.IsFull)
                {
                    if (_stream.Read(frame) > 0)
                    {
                        return true;
                    }

                    if (!_stream.IsEnding && _stream.HasOpenSpeech && _stream.HasNoInput)
                    {
                        _stream.End(SegmentEnd.InputStalled);
                    }
                    else if (!_stream.TryPassEnd())
                    {
                        return false;
                    }
                }
            }
            catch (Exception e) // no other stream of the tick is to suffer; this one says so to whoever uses it next
            {
                Fail(e);
            }

            return false;
        }
    }

    // A tick: whether another round may find something.
    internal bool HasMore()
    {
        lock (_lock)
        {
            return IsInTick && (_stream.IsEnding || _stream.FramesWith(0) > 0);
        }
    }

    // A tick: the answer to the frame that was read.
    internal void Advance(ReadOnlySpan<float> frame, float probability)
    {
        lock (_lock)
        {
            try
            {
                if (IsInTick)
                {
                    _stream.Advance(frame, probability);
                }
            }
            catch (Exception e) // as in TryReadFrame
            {
                Fail(e);
            }
        }
    }

    private bool IsInTick => !_disposed && _fault is null;

    private void Fail(Exception error)
    {
        _fault = error;
        _stream.Diagnostics.Failed(error);
    }

    private void ThrowUnlessUsable()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_fault is not null)
        {
            throw new InvalidOperationException($"Processing was interrupted in mid-frame: {_fault.Message} Read what was known before, dispose this stream and open another.", _fault);
        }
    }
}
