using System.Buffers;
using System.Runtime.CompilerServices;
using Cascade.Diagnostics;
using Cascade.Inference;

namespace Cascade;

/// <summary>
/// Turns one live stream of audio, pushed as bytes of any number, into speech segments and the frames between them.
/// </summary>
/// <remarks>
/// <para>Input is 16 kHz mono PCM16, or what <see cref="VadOptions.InputFormat"/> says. Positions are 16 kHz samples since the stream began. The same bytes give the same results however they are cut into chunks.</para>
/// <para>A processor serves one caller at a time: a call while another one runs, or while a stream is being enumerated, throws <see cref="InvalidOperationException"/>.
/// Different processors share nothing that changes and run in parallel. The network runs on the thread pool, one hop a chunk, never on the caller's thread; but short chunks on <see cref="VadEngine.Managed"/>
/// are computed at once, in about the time that a hop would take.</para>
/// <para>A call that throws <see cref="OperationCanceledException"/> or a <see cref="CascadeException"/> has accepted its audio, as far as <see cref="StreamProcessorOptions.MaximumBacklog"/>
/// allows. Nothing is lost: what was not processed is processed, and what was not delivered is delivered, by the next call. <see cref="State"/> tells what is possible after any other exception.</para>
/// </remarks>
public sealed partial class StreamProcessor : IAsyncDisposable
{
    private readonly Func<IFrameInference>? _createInference;
    private readonly StreamPipeline _stream;
    private readonly ProcessingTimes _times;
    private readonly PoolHop _hop;
    private IFrameInference? _inference;

    /// <summary>Makes a processor. The model is loaded by <see cref="InitializeAsync"/>, or with the first whole frame.</summary>
    /// <param name="options">How it works; silero's defaults if <see langword="null"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its legal range.</exception>
    /// <exception cref="ArgumentException"><see cref="VadOptions.Native8kHz"/> is asked for with an engine that does not serve it.</exception>
    public StreamProcessor(StreamProcessorOptions? options = null)
        : this(options ?? new StreamProcessorOptions(), createInference: null)
    {
    }

    internal StreamProcessor(StreamProcessorOptions options, Func<IFrameInference>? createInference, ArrayPool<byte>? pool = null)
    {
        options.Validate();
        _times = new ProcessingTimes(new MetricTags(options), CascadeMeter.ChunkDuration, options.TimeProvider, StreamLog.For(options.LoggerFactory));
        _stream = new StreamPipeline(options, _times, pool);
        _createInference = createInference;
        _hop = new PoolHop(Work);
    }

    /// <summary>Loads the model and runs it once, so that the first chunk does not wait for that. Does nothing if it has been done.</summary>
    /// <exception cref="OnnxRuntimeLoadException">ONNX Runtime's native library is missing, or does not fit.</exception>
    /// <exception cref="VadModelException">The engine cannot run the model.</exception>
    public async Task InitializeAsync(CancellationToken cancellationToken = default)
    {
        EnterUsable();
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            await WarmUpAsync().ConfigureAwait(false);
        }
        finally
        {
            ExitCall();
        }
    }

    /// <summary>Accepts the next bytes of the stream and returns what they made known, in the order of the stream; often nothing.</summary>
    /// <param name="chunk">Bytes of any number, cut anywhere. They are read until the returned task completes and not kept beyond.</param>
    /// <param name="cancellationToken">Checked before every frame.</param>
    /// <returns>The results, which belong to the caller.</returns>
    /// <remarks>A chunk of any length is processed piece by piece; only its results take memory in proportion to it. What of a chunk <see cref="StreamProcessorOptions.MaximumBacklog"/>
    /// does not let a call keep that fails or is canceled is counted as <see cref="ProcessorStats.BytesRefused"/>.</remarks>
    /// <exception cref="OperationCanceledException">Canceled. The chunk has been accepted: go on with the next one.</exception>
    /// <exception cref="InferenceException">The engine failed on a frame. The chunk has been accepted; the next call tries the frame again.</exception>
    /// <exception cref="OnnxRuntimeLoadException">ONNX Runtime's native library is missing, or does not fit.</exception>
    /// <exception cref="VadModelException">The engine cannot run the model.</exception>
    /// <exception cref="InvalidOperationException">Another call is running, or the processor must be reset (see <see cref="State"/>). The chunk has not been accepted.</exception>
    /// <exception cref="ObjectDisposedException">The processor is disposed.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))] // a chunk without results allocates nothing
    public async ValueTask<IReadOnlyList<CascadeResult>> ProcessChunkAsync(ReadOnlyMemory<byte> chunk, CancellationToken cancellationToken = default)
    {
        EnterUsable();
        try
        {
            UseFormat(_stream.Options.InputFormat);
            bool isFull = _stream.IsFull;
            try
            {
                await AdvanceAsync(chunk, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (isFull && e is (OperationCanceledException or CascadeException))
            {
                // Calls before were canceled again and again: what they found is delivered now, and what ails this one the next call says.
            }

            return TakeReady();
        }
        finally
        {
            ExitCall();
        }
    }

    /// <summary>
    /// Ends the stream, or a part of it: open speech becomes a segment that ends with the last sample received. The clock goes on from there; <see cref="Reset"/> begins a new stream.
    /// </summary>
    /// <returns>The results that were not yet delivered. What is outside speech and shorter than a frame is in none and counted in <see cref="ProcessorStats.BytesUnused"/>.</returns>
    /// <remarks>Of a processor that must be reset, it gives the results that were known before, and processes nothing.</remarks>
    /// <inheritdoc cref="ProcessChunkAsync" path="/exception"/>
    public async ValueTask<IReadOnlyList<CascadeResult>> FlushAsync(CancellationToken cancellationToken = default)
    {
        EnterCall();
        try
        {
            if (_fault is null)
            {
                await EndAsync(SegmentEnd.Flush, cancellationToken).ConfigureAwait(false);
            }

            return TakeReady();
        }
        finally
        {
            ExitCall();
        }
    }

    /// <summary>
    /// For hosts that push, from time to time: if speech is open and no audio has been accepted for <see cref="StreamProcessorOptions.InputTimeout"/>, closes it as <see cref="FlushAsync"/>
    /// does, for the reason <see cref="SegmentEnd.InputStalled"/>. The clock goes on from there when audio arrives again.
    /// </summary>
    /// <returns>The results that were not yet delivered; most often none.</returns>
    /// <inheritdoc cref="ProcessChunkAsync" path="/exception"/>
    public async ValueTask<IReadOnlyList<CascadeResult>> CloseIfStalledAsync(CancellationToken cancellationToken = default)
    {
        EnterUsable();
        try
        {
            if (_stream.HasNoInput)
            {
                await AdvanceAsync(default, cancellationToken).ConfigureAwait(false); // what a call that failed has left
                if (_stream.HasOpenSpeech)
                {
                    await EndAsync(SegmentEnd.InputStalled, cancellationToken).ConfigureAwait(false);
                }
            }

            return TakeReady();
        }
        finally
        {
            ExitCall();
        }
    }

    /// <summary>
    /// Begins a new stream: forgets all audio, results that were not delivered, the model's state and the counts, and sets the clock to <see cref="StreamProcessorOptions.StartSample"/>. The
    /// loaded model stays. A processor that must be reset is usable again.
    /// </summary>
    /// <exception cref="InvalidOperationException">Another call is running.</exception>
    /// <exception cref="ObjectDisposedException">The processor is disposed.</exception>
    public void Reset()
    {
        EnterCall();
        try
        {
            BeginStream(_stream.Options.InputFormat);
        }
        finally
        {
            ExitCall();
        }
    }

    /// <summary>
    /// Changes thresholds, durations and the kinds of result. May be called at any time from any thread, also while a call runs or between the results of an enumeration: the new
    /// values hold from the next frame that is judged, which between two calls is the first one of the second call.
    /// </summary>
    /// <remarks>
    /// Speech that is open stays open and is judged by the new values from there on: if it is already longer than a new <see cref="VadOptions.MaximumSpeech"/>, it is cut at the next
    /// frame, and its parts from before the change may exceed that maximum. What was dropped of the pre-roll does not come back, so a longer <see cref="VadOptions.SpeechPad"/>
    /// has its full effect on onsets once that much more audio has been received.
    /// </remarks>
    /// <param name="options">All options, best made from the present ones by <c>with</c>. <see cref="VadOptions.Model"/>, <see cref="VadOptions.Engine"/>, <see cref="VadOptions.InputFormat"/>,
    /// <see cref="VadOptions.Native8kHz"/>, <see cref="VadOptions.ShareSession"/> and <see cref="StreamProcessorOptions.Audio"/> must be as they are.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its legal range. Nothing has changed.</exception>
    /// <exception cref="ArgumentException">An option differs that needs a new processor. Nothing has changed.</exception>
    /// <exception cref="ObjectDisposedException">The processor is disposed.</exception>
    public void Update(StreamProcessorOptions options)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _stream.Update(options);
    }

    /// <summary>What has been counted so far. May be called at any time from any thread; while a chunk is being processed, values may be a frame apart.</summary>
    public ProcessorStats GetStats() => _stream.GetStats();

    /// <summary>What <see cref="GetStats"/> gives, as text for people: lines that end with a line feed, numbers as in English.</summary>
    public string GetReport() => ReportText.Of(_stream.Options, _stream.Format, GetStats(), ReportText.Chunks);

    private void BeginStream(AudioFormat format)
    {
        using Workplace _ = EnterWork();
        NetworkRate before = _stream.Network;
        _stream.Reset(format);
        _inference?.Reset();
        LeaveNetwork(before, isFaulted: _fault is not null);
        _fault = null;
    }

    // After a file the bytes mean again what the options say.
    private void UseFormat(AudioFormat format)
    {
        if (_stream.Format != format)
        {
            ThrowIfUnfinished();
            using Workplace _ = EnterWork();
            NetworkRate before = _stream.Network;
            _stream.ContinueWith(format);
            LeaveNetwork(before);
        }
    }

    // The first frame loads the network for the other rate, or anew where what became of the old one is not known.
    private void LeaveNetwork(NetworkRate before, bool isFaulted = false)
    {
        if (isFaulted || _stream.Network != before)
        {
            _inference?.Dispose();
            _inference = null;
        }
    }

    private void ThrowIfUnfinished()
    {
        if (_stream.IsUnfinished)
        {
            throw new InvalidOperationException(
                "Audio from before has not been flushed, and what follows is a stream of its own. Call FlushAsync for its results, or Reset to drop it.");
        }
    }

    private CascadeResult[] TakeReady()
    {
        if (_stream.Ready.Count == 0)
        {
            return [];
        }

        CascadeResult[] results = [.. _stream.Ready];
        _stream.Ready.Clear();
        return results;
    }
}
