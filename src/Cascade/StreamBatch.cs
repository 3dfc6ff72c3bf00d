using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Cascade.Buffers;
using Cascade.Diagnostics;
using Cascade.Framing;
using Cascade.Inference;
using Cascade.Inference.Managed;
using Cascade.Segmentation;

namespace Cascade;

/// <summary>
/// Many live streams on one network: each tick takes the whole frames of all streams through <see cref="VadEngine.Managed"/> in batches, at less than half of what they cost
/// one by one. A stream gives the results that a <see cref="StreamProcessor"/> of its own would give, to the bit, whoever it is batched with.
/// </summary>
/// <remarks>
/// Open streams, push bytes to each as they come, call <see cref="ProcessAsync"/> once per tick (a frame is 32 ms), and read each stream's results. Streams are opened and disposed
/// at any time, also during a tick.
/// </remarks>
public sealed class StreamBatch : IAsyncDisposable
{
    private readonly StreamProcessorOptions _options;
    private readonly List<BatchStream> _streams = [];
    private readonly BlockPool _pool = new(AudioHistory.BlockBytes);
    private readonly PipeOptions _waiting;
    private readonly PoolHop[] _hops;

    // Held during a tick and by disposal. A tick never waits for it.
    private readonly SemaphoreSlim _ticking = new(1, 1);
    private BatchStream[] _tick = [];
    private int _tickCount;
    private int _next;
    private int _mostFrames;
    private CancellationToken _cancellation;
    private volatile bool _disposed;

    /// <summary>Makes a batch without streams and loads the model.</summary>
    /// <param name="options">For all streams that are opened without options of their own. <see cref="VadOptions.Engine"/> is to be <see cref="VadEngine.Managed"/>, which it is by default here.</param>
    /// <param name="threads">How many threads of the pool a tick may use. Default 1; at most 1,024.</param>
    /// <exception cref="ArgumentException">The engine is not the managed one.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its legal range.</exception>
    /// <exception cref="VadModelException">The managed engine cannot run the model.</exception>
    public StreamBatch(StreamProcessorOptions? options = null, int threads = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(threads, 1024);
        _options = options ?? new StreamProcessorOptions { Engine = VadEngine.Managed };
        _options.Validate();
        if (_options.Engine != VadEngine.Managed)
        {
            throw new ArgumentException($"A {nameof(StreamBatch)} computes with {nameof(VadEngine)}.{nameof(VadEngine.Managed)}; found {_options.Engine}.", nameof(options));
        }

        _waiting = FrameReader.WaitingIn(new BlockMemoryPool(_pool, AudioHistory.BlockBytes));
        Times = new ProcessingTimes(new MetricTags(_options), CascadeMeter.TickDuration, _options.TimeProvider, StreamLog.For(_options.LoggerFactory));
        ManagedNetwork network = _options.Model.Managed;
        _hops = [.. Enumerable.Range(0, threads).Select(_ => new BatchWorker(network, Times)).Select(worker => new PoolHop(() => Work(worker)))];
    }

    /// <summary>How many streams are open.</summary>
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

    /// <summary>How long ticks take, and the network in them. Locked by whoever tells it something.</summary>
    internal ProcessingTimes Times { get; }

    /// <summary>Adds a stream, which takes part from the next tick on. Safe to call from any thread.</summary>
    /// <param name="options">For this stream; the batch's if <see langword="null"/>. <see cref="VadOptions.Model"/> and <see cref="VadOptions.Engine"/> must be the batch's.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its legal range.</exception>
    /// <exception cref="ArgumentException">The model or the engine is not the batch's.</exception>
    /// <exception cref="ObjectDisposedException">The batch is disposed.</exception>
    public BatchStream Open(StreamProcessorOptions? options = null) => Open(options, _pool);

    internal BatchStream Open(StreamProcessorOptions? options, ArrayPool<byte> pool)
    {
        options?.ValidateAsStreamOf(_options);
        lock (_streams)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            BatchStream stream = new(this, options ?? _options, pool, _waiting, _streams.Count);
            _streams.Add(stream);
            _pool.MostFree = _streams.Count; // for what comes and goes between two ticks; speech that was open all at once is not kept
            return stream;
        }
    }

    /// <summary>
    /// A tick: takes all whole frames that were pushed through the network, on the thread pool, and ends the streams that were asked to end.
    /// </summary>
    /// <param name="cancellationToken">Checked between batches. Frames that were not reached stay for the next tick.</param>
    /// <exception cref="OperationCanceledException">Canceled.</exception>
    /// <exception cref="InvalidOperationException">A tick is running.</exception>
    /// <exception cref="ObjectDisposedException">The batch is disposed.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))] // a tick allocates nothing
    public async ValueTask ProcessAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (!_ticking.Wait(0, CancellationToken.None))
        {
            throw new InvalidOperationException($"A tick of this {nameof(StreamBatch)} is running. Await it before the next.");
        }

        try
        {
            Begin(cancellationToken);
            long start = Times.Now;
            foreach (PoolHop hop in _hops)
            {
                hop.Start();
            }

            foreach (PoolHop hop in _hops)
            {
                await hop.Completion.ConfigureAwait(false);
            }

            cancellationToken.ThrowIfCancellationRequested();
            Times.Processed(_mostFrames, start);
        }
        finally
        {
            Array.Clear(_tick, 0, _tickCount);
            _ticking.Release();
        }
    }

    /// <summary>Disposes all streams, after the tick that is running. May be called twice.</summary>
    public async ValueTask DisposeAsync()
    {
        _disposed = true;
        await _ticking.WaitAsync().ConfigureAwait(false);
        BatchStream[] streams;
        lock (_streams)
        {
            streams = [.. _streams];
        }

        foreach (BatchStream stream in streams)
        {
            stream.Dispose();
        }

        _ticking.Release();
    }

    // The last stream takes the place of the one that leaves.
    internal void Remove(BatchStream stream)
    {
        lock (_streams)
        {
            BatchStream last = _streams[^1];
            _streams[stream.Index] = last;
            last.Index = stream.Index;
            _streams.RemoveAt(_streams.Count - 1);
            _pool.MostFree = _streams.Count;
        }
    }

    private void Begin(CancellationToken cancellationToken)
    {
        lock (_streams)
        {
            if (_tick.Length < _streams.Count)
            {
                _tick = new BatchStream[_streams.Capacity];
            }

            _streams.CopyTo(_tick);
            _tickCount = _streams.Count;
        }

        _next = 0;
        _mostFrames = 0;
        _cancellation = cancellationToken;
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
