using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Cascade.Diagnostics;
using Cascade.Inference;

namespace Cascade;

/// <summary>
/// Turns one live stream of audio, bytes of any number, into speech segments and the frames between them.
/// </summary>
/// <remarks>
/// <para>Input is 16 kHz mono PCM16, or <see cref="StreamProcessorOptions.InputFormat"/>. Positions are 16 kHz samples since the stream began. The same bytes give the same results however they are cut into chunks.</para>
/// <para>There are three ways to use a processor. A host that is called back with audio pushes from any thread (<see cref="Push"/>) and reads results elsewhere (<see cref="ReadAllAsync"/>). A host that has a
/// source lets the processor pull (<see cref="ProcessStreamAsync(IAsyncEnumerable{ReadOnlyMemory{byte}}, CancellationToken)"/>, <see cref="ProcessFileAsync"/>). A host that wants each chunk's results at once calls <see cref="ProcessChunkAsync"/>.</para>
/// <para><see cref="Push"/>, <see cref="PushEnd"/>, <see cref="Complete"/>, <see cref="TryRead"/>, <see cref="Update"/>, <see cref="Save"/> and the statistics may be called at any time from any thread. Of all other calls one runs at a
/// time: a second one, also while a stream is being enumerated, throws <see cref="InvalidOperationException"/>. Different processors share nothing that changes and run in parallel.</para>
/// <para>The network runs on the thread pool, one hop a chunk, never on the caller's thread. But short chunks on <see cref="VadEngine.Managed"/> are computed at once, in about the time of a hop. With a
/// <see cref="StreamBatch"/> as the engine, the batch's ticks compute.</para>
/// <para>A call that throws <see cref="OperationCanceledException"/> or a <see cref="CascadeException"/> has accepted its audio, as far as <see cref="StreamProcessorOptions.MaximumBacklog"/>
/// allows. Nothing is lost: the next call processes and delivers the rest. <see cref="State"/> tells what is possible after any other exception.</para>
/// </remarks>
public sealed partial class StreamProcessor : IAsyncDisposable, IDisposable
{
    private readonly Func<IFrameInference>? _createInference;
    private readonly VadStream _stream; // locked by whoever uses it: a push comes from any thread
    private readonly ProcessingTimes _times;
    private readonly StreamBatch? _batch;
    private IFrameInference? _inference;

    /// <summary>Creates a processor. The model is loaded by <see cref="InitializeAsync"/>, or with the first whole frame.</summary>
    /// <param name="options">The options; silero's defaults if <see langword="null"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its legal range.</exception>
    /// <exception cref="ObjectDisposedException">The engine is a batch that is disposed.</exception>
    public StreamProcessor(StreamProcessorOptions? options = null)
        : this(options ?? new StreamProcessorOptions(), createInference: null)
    {
    }

    internal StreamProcessor(StreamProcessorOptions options, Func<IFrameInference>? createInference, ArrayPool<byte>? pool = null, List<float>? recording = null)
    {
        options.Validate();
        _createInference = createInference;
        _batch = options.Engine as StreamBatch;
        if (_batch is null)
        {
            _times = new ProcessingTimes(new MetricTags(options.Engine), CascadeMeter.ChunkDuration, options.TimeProvider, StreamLog.For(options.LoggerFactory));
            _stream = new VadStream(options, _times, pool, waiting: null, recording);
            _work = new SemaphoreSlim(1, 1);
            _hop = new PoolHop(Work);
        }
        else
        {
            _times = _batch.Times;
            _stream = new VadStream(options, _times, pool ?? _batch.Pool, _batch.Waiting, recording);
            ModelState = new Inference.Managed.StreamState();
            _batch.Add(this);
        }
    }

    /// <summary>Loads the model and runs it once, so that the first chunk does not wait. Does nothing if that has been done.</summary>
    /// <param name="cancellationToken">Checked once, before the model is loaded: loading cannot be interrupted.</param>
    /// <exception cref="OnnxRuntimeLoadException">ONNX Runtime's native library is missing, or does not fit.</exception>
    /// <exception cref="VadModelException">The engine cannot run the model.</exception>
    public async Task InitializeAsync(CancellationToken cancellationToken = default)
    {
        EnterUsable();
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_batch is null)
            {
                await WarmUpAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            ExitCall();
        }
    }

    /// <summary>Accepts the next bytes of the stream and returns the results that they gave, in the order of the stream; often none.</summary>
    /// <param name="chunk">Bytes of any number, cut anywhere. They are read until the returned task completes and not kept beyond.</param>
    /// <param name="cancellationToken">Checked before every frame.</param>
    /// <returns>The results, which belong to the caller.</returns>
    /// <remarks>A chunk of any length is processed piece by piece; only its results take memory in proportion to its length. If a call fails or is canceled, bytes beyond
    /// <see cref="StreamProcessorOptions.MaximumBacklog"/> are refused and counted as <see cref="ProcessorStats.BytesRefused"/>. With a <see cref="StreamBatch"/> the call completes after the tick that
    /// computed the chunk.</remarks>
    /// <exception cref="OperationCanceledException">The call was canceled. The chunk has been accepted: go on with the next one.</exception>
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
                // Calls before were canceled again and again: their results are delivered now, and the next call throws what ails this one.
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
    /// <returns>The results that were not yet delivered. A final partial frame outside speech appears in no result; its bytes are added to <see cref="ProcessorStats.BytesUnused"/>.</returns>
    /// <remarks>A processor that must be reset returns the results that were known before, and processes nothing.</remarks>
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
    /// Closes open speech as <see cref="FlushAsync"/> does, for the reason <see cref="SegmentEnd.InputStalled"/>, if no audio has been accepted for
    /// <see cref="StreamProcessorOptions.InputTimeout"/>. Hosts that call <see cref="ProcessChunkAsync"/> call this from time to time. The clock goes on when audio arrives again.
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
    /// Begins a new stream: forgets all audio, undelivered results, the model's state and the counts, and sets the clock to <see cref="StreamProcessorOptions.StartSample"/>. The
    /// loaded model stays. A processor that must be reset is usable again, and one that was completed takes audio again.
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
    /// Changes thresholds, durations and the kinds of result. The new values apply from the next frame, also while a call runs or between the results of an enumeration. Safe from any thread.
    /// </summary>
    /// <remarks>
    /// Open speech stays open and is judged by the new values from there on. Speech that is already longer than a new <see cref="DetectionSettings.MaximumSpeech"/> is cut at the next
    /// frame. Pre-roll that was dropped does not come back. So a longer <see cref="DetectionSettings.SpeechPad"/> has its full effect on onsets once that much more audio has been received.
    /// </remarks>
    /// <param name="settings">All settings, best made from the present ones by <c>with</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its legal range. Nothing has changed.</exception>
    /// <exception cref="ObjectDisposedException">The processor is disposed.</exception>
    public void Update(SpeechSettings settings)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _stream.Update(settings);
    }

    /// <summary>Returns the next result that is known already; computes nothing and never waits. Safe from any thread.</summary>
    /// <param name="result">The result, which belongs to the caller.</param>
    /// <returns>False if no result is known.</returns>
    /// <remarks>Ticks of a <see cref="StreamBatch"/> make results known; so does a call that failed or was left early.</remarks>
    public bool TryRead([NotNullWhen(true)] out CascadeResult? result)
    {
        lock (_stream)
        {
            return _stream.Ready.TryDequeue(out result);
        }
    }

    /// <summary>Gets the position on the clock after the last sample that was read.</summary>
    internal long Position => _stream.Position;

    /// <summary>Returns the counts of the stream so far. Safe from any thread; while a chunk is being processed, values may be a frame apart.</summary>
    public ProcessorStats GetStats() => _stream.GetStats();

    /// <summary>Returns <see cref="GetStats"/> as text for people: lines that end with a line feed, numbers as in English.</summary>
    public string GetReport() => ReportText.Of(_stream, _batch is null ? ReportText.Chunks : ReportText.Ticks);

    private void BeginStream(AudioFormat format)
    {
        using (EnterWork())
        {
            lock (_stream)
            {
                NetworkRate before = _stream.Network;
                _stream.Reset(format);
                _inference?.Reset();
                _remembered = null;
                ModelState?.Reset();
                _isCompleted = false;
                LeaveNetwork(before, isFaulted: _fault is not null);
                _fault = null;
            }
        }
    }

    // After a file the bytes mean again what the options say.
    private void UseFormat(AudioFormat format)
    {
        if (_stream.Format != format)
        {
            ThrowIfUnfinished();
            using (EnterWork())
            {
                lock (_stream)
                {
                    NetworkRate before = _stream.Network;
                    _stream.ContinueWith(format);
                    LeaveNetwork(before);
                }
            }
        }
    }

    // The first frame loads the network for the other rate, or anew where what became of the old one is not known.
    private void LeaveNetwork(NetworkRate before, bool isFaulted = false)
    {
        if (isFaulted || _stream.Network != before)
        {
            _inference?.Dispose();
            _inference = null;
            _remembered = null;
        }
    }

    private void ThrowIfUnfinished()
    {
        if (_stream.IsUnfinished)
        {
            throw new InvalidOperationException(
                "Audio from before has not been flushed, and the next audio is a stream of its own. Call FlushAsync for its results, or Reset to drop it.");
        }
    }

    private CascadeResult[] TakeReady()
    {
        lock (_stream)
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
}
