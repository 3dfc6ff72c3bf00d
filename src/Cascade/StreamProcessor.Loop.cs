using System.Runtime.CompilerServices;
using Cascade.Audio;
using Cascade.Framing;
using Cascade.Inference;

namespace Cascade;

/// <content>The data's way: bytes, frame, probability, event, result.</content>
public sealed partial class StreamProcessor
{
    // What is copied into the frame reader at once: a second of audio, so that a chunk of any size is processed in bounded memory.
    private const int SliceBytes = SampleClock.SampleRateHz * Pcm16.BytesPerSample;

    private ReadOnlyMemory<byte> _chunk;
    private CancellationToken _cancellation;
    private bool _warmUp;

    /// <summary>Accepts a chunk and processes all whole frames; without a whole frame there is nothing to hop for.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))] // as in ProcessChunkAsync
    private async ValueTask AdvanceAsync(ReadOnlyMemory<byte> chunk, CancellationToken cancellationToken)
    {
        if (_frames.BufferedBytes + chunk.Length >= FrameReader.FrameBytes)
        {
            await WorkAsync(chunk, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            Keep(chunk);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Processes what is left and closes open speech.</summary>
    private async ValueTask EndAsync(CancellationToken cancellationToken)
    {
        await AdvanceAsync(default, cancellationToken).ConfigureAwait(false);
        using Workplace _ = EnterWork();
        ReadOnlySpan<byte> rest = _frames.TakeRest();
        ReadOnlySpan<byte> wholeSamples = rest[..(rest.Length & ~1)];
        _unusedBytes += rest.Length - wholeSamples.Length + (_segmenter.Flush(wholeSamples, _ready) * Pcm16.BytesPerSample);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))] // as in ProcessChunkAsync
    private async ValueTask WorkAsync(ReadOnlyMemory<byte> chunk, CancellationToken cancellationToken)
    {
        using Workplace _ = EnterWork();
        _chunk = chunk;
        _cancellation = cancellationToken;
        await _hop.RunAsync().ConfigureAwait(false);
    }

    // Runs on the thread pool.
    private void Work()
    {
        ReadOnlySpan<byte> rest = _chunk.Span;
        try
        {
            LoadModel();
            do
            {
                ReadOnlySpan<byte> slice = rest[..Math.Min(rest.Length, SliceBytes)];
                rest = rest[slice.Length..];
                _frames.Write(slice);
                ProcessFrames();
            }
            while (!rest.IsEmpty);
        }
        finally
        {
            _frames.Write(rest); // a call that fails has still accepted its chunk
            _chunk = default;
        }
    }

    private void LoadModel()
    {
        _inference ??= _createInference();
        if (_warmUp)
        {
            _warmUp = false;
            _inference.Infer(new float[SileroNetwork.FrameSamples]);
            _inference.Reset();
        }
    }

    private void ProcessFrames()
    {
        Span<float> samples = stackalloc float[SileroNetwork.FrameSamples]; // 2 KB that an idle stream need not keep
        while (_frames.TryMoveNext())
        {
            ThrowIfStopped();
            Pcm16.ToFloat(_frames.Current, samples);
            float probability = Infer(samples);
            _segmenter.Advance(_frames.Current, probability, _ready);
            _frames.Accept();
        }
    }

    private void ThrowIfStopped()
    {
        _cancellation.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(_disposed, this);
    }

    private float Infer(ReadOnlySpan<float> frame)
    {
        try
        {
            return _inference!.Infer(frame);
        }
        catch (CascadeException e)
        {
            long number = _segmenter.Counters.Frames;
            throw new InferenceException(
                $"The engine {_options.Engine} failed on frame {number} (sample {_segmenter.Position}): {e.Message} The next call tries the frame again; Reset begins a new stream.",
                number,
                _segmenter.Position,
                e);
        }
    }
}
