using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Cascade.Buffers;
using Cascade.Diagnostics;
using Cascade.Framing;
using Cascade.Inference;
using Cascade.Inference.Managed;
using Cascade.Segmentation;

namespace Cascade;

/// <summary>
/// An engine that computes many live streams together. Each tick takes the whole frames of all streams through the network of <see cref="VadEngine.Managed"/>. A batch costs less than half of
/// one stream after another. Name the batch as <see cref="StreamProcessorOptions.Engine"/>. Results are the same to the bit as with <see cref="VadEngine.Managed"/>, in any company.
/// </summary>
/// <remarks>Call <see cref="RunAsync"/> once, or <see cref="TickAsync"/> again and again: a frame is 32 ms. Processors are created and disposed at any time, also during a tick.</remarks>
public sealed class StreamBatch : VadEngine, IAsyncDisposable
{
    private readonly StreamBatchOptions _options;
    private readonly List<StreamProcessor> _streams = [];
    private readonly BlockPool _pool = new(AudioHistory.BlockBytes);
    private readonly PoolHop[] _hops;

    // Held during a tick and by disposal. A tick never waits for it.
    private readonly SemaphoreSlim _ticking = new(1, 1);
    private TaskCompletionSource? _nextTick;
    private StreamProcessor[] _tick = [];
    private int _tickCount;
    private int _next;
    private int _mostFrames;
    private CancellationToken _cancellation;
    private volatile bool _disposed;

    /// <summary>Creates a batch without streams and loads the model.</summary>
    /// <param name="options">The options; Silero version 6 on one thread if <see langword="null"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its legal range.</exception>
    /// <exception cref="VadModelException">The managed engine cannot run the model.</exception>
    public StreamBatch(StreamBatchOptions? options = null)
        : base((options ??= new StreamBatchOptions()).Model)
    {
        options.Validate();
        _options = options;
        Waiting = PendingAudio.WaitingIn(new BlockMemoryPool(_pool, AudioHistory.BlockBytes));
        Times = new ProcessingTimes(new MetricTags(this), CascadeMeter.TickDuration, options.TimeProvider, StreamLog.For(options.LoggerFactory));
        ManagedNetwork network = Model.Managed;
        _hops = [.. Enumerable.Range(0, options.Threads).Select(_ => new BatchWorker(network, Times)).Select(worker => new PoolHop(() => Work(worker)))];
    }

    /// <inheritdoc/>
    public override string Name => ManagedEngine.EngineName;

    /// <summary>Gets the number of streams.</summary>
    public int Count
    {
        get
        {
            lock (_streams)
            {
                return _streams.Count;
            }
        }
    }

    /// <summary>Gets how long ticks take, and the network in them. Locked by whoever tells it something.</summary>
    internal ProcessingTimes Times { get; }

    /// <summary>Gets the memory of waiting bytes.</summary>
    internal PipeOptions Waiting { get; }

    /// <summary>Gets the memory of results' audio.</summary>
    internal ArrayPool<byte> Pool => _pool;

    /// <summary>Gets a task that completes with the tick that runs, or with the next one.</summary>
    internal Task NextTick
    {
        get
        {
            lock (_streams)
            {
                return (_nextTick ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }
        }
    }

    /// <summary>Ticks at an interval until canceled.</summary>
    /// <param name="interval">The time between ticks. A frame is 32 ms; shorter intervals give results sooner and batches that are smaller.</param>
    /// <param name="cancellationToken">Ends the ticks; the task then completes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The interval is not positive.</exception>
    /// <exception cref="ObjectDisposedException">The batch is disposed.</exception>
    /// <exception cref="InvalidOperationException">Another tick is running.</exception>
    public async Task RunAsync(TimeSpan interval, CancellationToken cancellationToken = default)
    {
        using PeriodicTimer timer = new(interval, _options.TimeProvider);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
            {
                await TickAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // asked for
        }
    }

    /// <summary>Takes all whole frames that were pushed through the network, on the thread pool, and ends the streams that were asked to end.</summary>
    /// <param name="cancellationToken">Checked between batches. Frames that were not reached stay for the next tick.</param>
    /// <exception cref="OperationCanceledException">The tick was canceled.</exception>
    /// <exception cref="InvalidOperationException">Another tick is running.</exception>
    /// <exception cref="ObjectDisposedException">The batch is disposed.</exception>
    /// <remarks>If a listener of measurements throws, the tick ends with that exception after all its threads have ended. No frame is lost: the next tick goes on.</remarks>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))] // a tick allocates nothing
    public async ValueTask TickAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (!_ticking.Wait(0, CancellationToken.None))
        {
            throw new InvalidOperationException($"A tick of this {nameof(StreamBatch)} is running. Await that tick before the next.");
        }

        try
        {
            Begin(cancellationToken);
            long start = Times.Now;
            foreach (PoolHop hop in _hops)
            {
                hop.Start();
            }

            ExceptionDispatchInfo? failure = null;
            foreach (PoolHop hop in _hops)
            {
                try
                {
                    await hop.Completion.ConfigureAwait(false); // each of them, or the next tick would meet a worker of this one
                }
                catch (Exception e)
                {
                    failure ??= ExceptionDispatchInfo.Capture(e);
                }
            }

            failure?.Throw();
            cancellationToken.ThrowIfCancellationRequested();
            Times.Processed(_mostFrames, start);
        }
        finally
        {
            Array.Clear(_tick, 0, _tickCount);
            EndTick();
            _ticking.Release();
        }
    }

    /// <summary>Disposes all streams, after the tick that is running. May be called twice.</summary>
    public async ValueTask DisposeAsync()
    {
        _disposed = true;
        await _ticking.WaitAsync().ConfigureAwait(false);
        ExceptionDispatchInfo? failure = null;
        try
        {
            while (TryTakeLast() is { } stream)
            {
                try
                {
                    await stream.DisposeAsync().ConfigureAwait(false);
                }
                catch (Exception e) // a listener's: the other streams are disposed nevertheless
                {
                    failure ??= ExceptionDispatchInfo.Capture(e);
                }
            }
        }
        finally
        {
            EndTick();
            _ticking.Release();
        }

        failure?.Throw();
    }

    /// <inheritdoc/>
    internal override IFrameInference CreateInference(NetworkRate network) => new ManagedInference(Model);

    /// <summary>Adds a stream, which takes part from the next tick on.</summary>
    /// <exception cref="ObjectDisposedException">The batch is disposed.</exception>
    internal void Add(StreamProcessor stream)
    {
        lock (_streams)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            stream.Index = _streams.Count;
            _streams.Add(stream);
            _pool.MostFree = _streams.Count; // for what comes and goes between two ticks; speech that was open all at once is not kept
        }
    }

    /// <summary>Removes a stream: the last one takes its place.</summary>
    internal void Remove(StreamProcessor stream)
    {
        lock (_streams)
        {
            StreamProcessor last = _streams[^1];
            _streams[stream.Index] = last;
            last.Index = stream.Index;
            _streams.RemoveAt(_streams.Count - 1);
            _pool.MostFree = _streams.Count;
        }
    }

    private StreamProcessor? TryTakeLast()
    {
        lock (_streams)
        {
            return _streams.Count == 0 ? null : _streams[^1];
        }
    }

    private void Begin(CancellationToken cancellationToken)
    {
        lock (_streams)
        {
            if (_tick.Length < _streams.Count)
            {
                _tick = new StreamProcessor[_streams.Capacity];
            }

            _streams.CopyTo(_tick);
            _tickCount = _streams.Count;
        }

        _next = 0;
        _mostFrames = 0;
        _cancellation = cancellationToken;
    }

    private void EndTick()
    {
        TaskCompletionSource? waiting;
        lock (_streams)
        {
            (waiting, _nextTick) = (_nextTick, null);
        }

        waiting?.TrySetResult();
    }

    // Threads take groups of streams until none is left, so one that is slow or late does not hold up the others.
    private void Work(BatchWorker worker)
    {
        while (!_cancellation.IsCancellationRequested && !_disposed)
        {
            int end = Interlocked.Add(ref _next, BatchWorker.GroupStreams);
            int start = end - BatchWorker.GroupStreams;
            if (start >= _tickCount)
            {
                return;
            }

            int frames = worker.Process(_tick.AsSpan(start, Math.Min(BatchWorker.GroupStreams, _tickCount - start)), _cancellation);
            lock (Times)
            {
                _mostFrames = Math.Max(_mostFrames, frames);
            }
        }
    }
}
