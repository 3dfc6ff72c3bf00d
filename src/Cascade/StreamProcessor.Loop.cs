using System.Runtime.CompilerServices;
using Cascade.Inference;

namespace Cascade;

/// <content>The data's way: bytes, frame, probability, event, result.</content>
public sealed partial class StreamProcessor
{
    // What of a long chunk is processed in one hop while results are being enumerated: a second of 16 kHz mono PCM16.
    private const int SliceBytes = SampleClock.SampleRateHz * sizeof(short);

    // What is copied into the stream at once, so that a chunk of any size is processed in bounded memory. Small, because a pipe keeps a record of all memory that it
    // ever held at a time, and a multiple of what an engine takes at once.
    private const int PieceBytes = 16 * 1024;

    private readonly PoolHop? _hop; // none in a batch
    private ReadOnlyMemory<byte> _chunk;
    private CancellationToken _cancellation;
    private bool _warmUp;
    private bool _isLoading;

    /// <summary>Accepts a chunk and processes all whole frames, also those that wait.</summary>
    private ValueTask AdvanceAsync(ReadOnlyMemory<byte> chunk, CancellationToken cancellationToken) =>
        _batch is null ? AdvanceAloneAsync(chunk, cancellationToken) : AdvanceInBatchAsync(chunk, cancellationToken);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))] // as in ProcessChunkAsync
    private async ValueTask AdvanceAloneAsync(ReadOnlyMemory<byte> chunk, CancellationToken cancellationToken)
    {
        using Workplace _ = EnterWork();
        _chunk = chunk;
        _cancellation = cancellationToken;
        long frames = _stream.FramesWith(chunk.Length);
        long first = _stream.FrameCount;
        long start = frames == 0 ? 0 : _times.Now;
        try
        {
            if (frames == 0 || (_inference is { FramesAtOnce: > 1 } quick && frames <= quick.FramesAtOnce))
            {
                Work(); // nothing to compute, or no more than a hop would cost
                cancellationToken.ThrowIfCancellationRequested();
            }
            else
            {
                await _hop!.RunAsync().ConfigureAwait(false);
            }
        }
        catch (Exception e) when (_stream.Diagnostics.Failed(e))
        {
            throw;
        }

        _times.Processed(_stream.FrameCount - first, start);
    }

    /// <summary>Processes what is left and closes open speech.</summary>
    private ValueTask EndAsync(SegmentEnd why, CancellationToken cancellationToken)
    {
        using (EnterWork())
        {
            lock (_stream)
            {
                _stream.End(why);
            }
        }

        return AdvanceAsync(default, cancellationToken);
    }

    private async ValueTask WarmUpAsync()
    {
        using Workplace _ = EnterWork();
        _warmUp = _inference is null;
        try
        {
            await _hop!.RunAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (_stream.Diagnostics.Failed(e))
        {
            throw;
        }
    }

    private void Work()
    {
        _isLoading = false;
        try
        {
            Process();
        }
        catch (Exception e) when (!_isLoading && e is not (OperationCanceledException or ObjectDisposedException or CascadeException))
        {
            _fault = e; // in the middle of a frame or of accepting bytes; loading leaves everything as it was
            throw;
        }
    }

    private void Process()
    {
        ReadOnlySpan<byte> rest = _chunk.Span;
        try
        {
            WarmUp();
            if (_stream.HasWork)
            {
                ProcessFrames(); // what a call before left, or was pushed: while that fails, no more is taken in than may wait
            }

            while (!rest.IsEmpty)
            {
                ReadOnlySpan<byte> piece = rest[..Math.Min(rest.Length, PieceBytes)];
                rest = rest[piece.Length..];
                lock (_stream)
                {
                    _stream.Write(piece);
                }

                ProcessFrames();
            }
        }
        finally
        {
            Keep(rest); // a call that fails has still accepted its chunk
            _chunk = default;
            EndFlight();
        }
    }

    private void WarmUp()
    {
        if (_warmUp)
        {
            _warmUp = false;
            BeginFlight();
            IFrameInference inference = Load();
            Span<float> silence = stackalloc float[_stream.Network.FrameSamples];
            Span<float> answer = stackalloc float[1];
            silence.Clear();
            inference.Infer(silence, answer);
            inference.Reset();
            Remember(inference);
            EndFlight();
        }
    }

    private IFrameInference Load()
    {
        _isLoading = true;
        long start = _times.Now;
        IFrameInference inference = _createInference is null ? _stream.Options.Engine.CreateInference(_stream.Network) : _createInference();
        Remember(inference);
        lock (_stream)
        {
            _inference = inference; // with all that it remembers: a snapshot may be taken meanwhile
        }

        _stream.Diagnostics.Loaded(start);
        _isLoading = false;
        return inference;
    }

    private void ProcessFrames()
    {
        long waiting = _stream.FramesWith(0);
        if (waiting > 0)
        {
            ThrowIfStopped();
            _inference ??= Load();
        }

        // On the stack, at most 32 KB, because an idle stream need not keep it.
        int atOnce = (int)Math.Clamp(waiting, 1, _inference?.FramesAtOnce ?? 1);
        int frameSamples = _stream.Network.FrameSamples;
        Span<float> frames = stackalloc float[atOnce * frameSamples];
        Span<float> probabilities = stackalloc float[atOnce];
        while (ReadFrames(frames) is > 0 and int count)
        {
            Infer(frames[..(count * frameSamples)], probabilities[..count]);
            lock (_stream)
            {
                for (int i = 0; i < count; i++)
                {
                    _stream.Advance(frames.Slice(i * frameSamples, frameSamples), probabilities[i]);
                }

                EndFlight();
            }

            if (_stream.FramesWith(0) > 0)
            {
                ThrowIfStopped();
            }
        }
    }

    private int ReadFrames(Span<float> frames)
    {
        lock (_stream)
        {
            int count = _stream.ReadFrames(frames);
            _isInFlight = count > 0;
            return count;
        }
    }

    private void ThrowIfStopped()
    {
        _cancellation.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(_disposed, this);
    }

    private void Infer(Span<float> frames, Span<float> probabilities)
    {
        try
        {
            _inference ??= Load(); // audio was pushed meanwhile
            long start = _times.BeginInference(isQuick: probabilities.Length == 1 && _inference.FramesAtOnce > 1);
            _inference.Infer(frames, probabilities);
            _times.Inferred(probabilities.Length, start);
        }
        catch (EngineFaultException e)
        {
            long sample;
            lock (_stream)
            {
                _stream.Unread(frames);
                sample = _stream.Position;
            }

            throw new InferenceException(
                $"The engine {_stream.Options.Engine.Name} failed on frame {_stream.FrameCount} (sample {sample}): {e.Message} The next call tries the frame again; Reset begins a new stream.",
                _stream.FrameCount,
                sample,
                e.Cause);
        }
    }

    // Accepts bytes without processing them, as far as there is room.
    private void Keep(ReadOnlySpan<byte> bytes)
    {
        lock (_stream)
        {
            _stream.Keep(bytes);
        }
    }
}
