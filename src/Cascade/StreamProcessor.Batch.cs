using System.Runtime.CompilerServices;
using Cascade.Inference.Managed;

namespace Cascade;

/// <content>A place in a batch: ticks compute, calls wait for them.</content>
public sealed partial class StreamProcessor
{
    private bool _isAwaited; // a call takes the results of its chunk, however many

    /// <summary>Gets or sets the place in the batch.</summary>
    internal int Index { get; set; }

    /// <summary>Gets the network's memory of the stream; only in a batch.</summary>
    internal StreamState? ModelState { get; }

    private bool IsInTick => !_disposed && _fault is null;

    /// <summary>Reads the next frame of the stream in a tick, if there is one. Ends that are reached are passed on the way.</summary>
    internal bool TryReadFrame(Span<float> frame)
    {
        lock (_stream)
        {
            if (!IsInTick)
            {
                return false;
            }

            try
            {
                while (_isAwaited || !_stream.IsFull)
                {
                    if (_stream.ReadFrames(frame) > 0)
                    {
                        _isInFlight = true;
                        return true;
                    }

                    if (!_stream.TryEndStalled())
                    {
                        break;
                    }
                }
            }
            catch (Exception e) // no other stream of the tick is to suffer; this one says so to whoever uses it next
            {
                Fail(e);
            }

            AnnounceResults(); // of an end
            return false;
        }
    }

    /// <summary>Gets whether another round of the tick may find something.</summary>
    internal bool HasMore()
    {
        lock (_stream)
        {
            return IsInTick && _stream.HasWork;
        }
    }

    /// <summary>Takes in the probability of the frame that was read in a tick.</summary>
    internal void Advance(Span<float> frame, float probability)
    {
        lock (_stream)
        {
            EndFlight();
            if (!IsInTick)
            {
                return;
            }

            try
            {
                _stream.Advance(frame, probability);
            }
            catch (Exception e) // as in TryReadFrame
            {
                Fail(e);
            }

            AnnounceResults();
        }
    }

    private void AnnounceResults()
    {
        if (_news is not null && (_stream.Ready.Count > 0 || _fault is not null || (_isCompleted && !_stream.HasWork)))
        {
            Announce();
        }
    }

    private void Fail(Exception error)
    {
        _fault = error;
        _stream.Diagnostics.Failed(error);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))] // a chunk without results allocates little
    private async ValueTask AdvanceInBatchAsync(ReadOnlyMemory<byte> chunk, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (TakeIn(ref chunk) is not { } tick)
                {
                    return;
                }

                await tick.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            lock (_stream)
            {
                _isAwaited = false;
                if (!_disposed)
                {
                    _stream.Keep(chunk.Span); // a call that fails has still accepted its chunk
                }
            }
        }
    }

    // Gives the batch about a second of a long chunk at a time. Null when nothing is left to compute.
    private Task? TakeIn(ref ReadOnlyMemory<byte> chunk)
    {
        lock (_stream)
        {
            ThrowUnlessUsable();
            _isAwaited = true;
            while (!chunk.IsEmpty && _stream.FramesWith(0) * Inference.SileroNetwork.FrameSamples < SampleClock.SampleRateHz)
            {
                ReadOnlyMemory<byte> piece = chunk[..Math.Min(chunk.Length, PieceBytes)];
                chunk = chunk[piece.Length..];
                _stream.Write(piece.Span);
            }

            return _stream.HasWork ? _batch!.NextTick : null;
        }
    }
}
