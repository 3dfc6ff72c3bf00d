using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Cascade.Hosting.Streams;

/// <summary>Runs all sessions through one batch, a tick at a time.</summary>
internal sealed class BatchTicker(IOptions<CascadeHostingOptions> options, TimeProvider timeProvider, ILogger<BatchTicker> logger) : BackgroundService
{
    private readonly Lazy<StreamBatch> _batch = new(() => new StreamBatch(new StreamBatchOptions
    {
        Model = options.Value.Processor.Engine.Model,
        Threads = options.Value.BatchThreads,
        LoggerFactory = options.Value.Processor.LoggerFactory,
        TimeProvider = options.Value.Processor.TimeProvider,
    }));
    private readonly HashSet<BatchSpeechStream> _streams = [];
    private BatchSpeechStream[] _tick = [];
    private TaskCompletionSource<bool> _nextTick = NewTick();

    /// <summary>Completes with the next tick that begins from now on, and returns whether the tick succeeded. One that failed has left frames for the next.</summary>
    /// <exception cref="InvalidOperationException">There will be no more ticks.</exception>
    public Task<bool> NextTick => Volatile.Read(ref _nextTick).Task;

    public BatchSpeechStream Open(StreamProcessorOptions streamOptions, StreamSink sink)
    {
        // What a session may push between two ticks: a second of audio, so that one that catches up does so quickly and within bounds.
        int bytesAhead = streamOptions.InputFormat.BytesPerBlock * streamOptions.InputFormat.SampleRateHz;
        BatchSpeechStream stream = new(this, new StreamProcessor(streamOptions with { Engine = _batch.Value }), bytesAhead, sink);
        lock (_streams)
        {
            _streams.Add(stream);
        }

        return stream;
    }

    public void Remove(BatchSpeechStream stream)
    {
        lock (_streams)
        {
            _streams.Remove(stream);
        }
    }

    /// <summary>One tick: all streams' frames, then all streams' results.</summary>
    public async Task TickAsync()
    {
        TaskCompletionSource<bool> tick = Interlocked.Exchange(ref _nextTick, NewTick());
        bool isDone = false;
        try
        {
            await _batch.Value.TickAsync().ConfigureAwait(false);
            isDone = true;
        }
        finally
        {
            Deliver(); // where the tick has failed too: of most streams it knows something
            tick.SetResult(isDone);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.Batch)
        {
            return;
        }

        try
        {
            StreamBatch batch = _batch.Value; // a model that cannot run stops the application
            await using (batch.ConfigureAwait(false))
            {
                await RunAsync(stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
        finally
        {
            End();
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "a tick that fails, as by a fault of a listener to the meter, is logged, and the next one goes on")]
    private async Task RunAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(options.Value.BatchInterval, timeProvider);
        bool hasFailed = false;
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            try
            {
                await TickAsync().ConfigureAwait(false);
                hasFailed = false;
            }
            catch (Exception e)
            {
                if (!hasFailed)
                {
                    Log.TickFailed(logger, e); // the first of a row: there may be a thousand ticks a second
                }

                hasFailed = true;
            }
        }
    }

    private void Deliver()
    {
        int count = CopyStreams();
        foreach (BatchSpeechStream stream in _tick.AsSpan(0, count))
        {
            stream.Deliver();
        }

        Array.Clear(_tick, 0, count);
    }

    // Nobody is to wait for a tick that will not come.
    private void End()
    {
        TaskCompletionSource<bool> never = NewTick();
        TaskCompletionSource<bool> next = Interlocked.Exchange(ref _nextTick, never);
        foreach (TaskCompletionSource<bool> tick in new[] { never, next })
        {
            tick.SetException(new InvalidOperationException("The batch has ended."));
            _ = tick.Task.Exception; // seen: often nobody waits
        }
    }

    private static TaskCompletionSource<bool> NewTick() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private int CopyStreams()
    {
        lock (_streams)
        {
            if (_tick.Length < _streams.Count)
            {
                _tick = new BatchSpeechStream[_streams.Count * 2];
            }

            _streams.CopyTo(_tick);
            return _streams.Count;
        }
    }
}
