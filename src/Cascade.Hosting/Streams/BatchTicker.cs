using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Cascade.Hosting.Streams;

/// <summary>Runs all sessions through one batch, a tick at a time.</summary>
internal sealed class BatchTicker(IOptions<CascadeHostingOptions> options, TimeProvider timeProvider, ILogger<BatchTicker> logger) : BackgroundService
{
    private readonly Lazy<StreamBatch> _batch = new(() => new StreamBatch(options.Value.Processor, options.Value.BatchThreads));
    private readonly HashSet<BatchSpeechStream> _streams = [];
    private BatchSpeechStream[] _tick = [];
    private TaskCompletionSource _nextTick = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with the next tick that begins from now on.</summary>
    public Task NextTick => Volatile.Read(ref _nextTick).Task;

    public BatchSpeechStream Open(StreamProcessorOptions streamOptions, StreamSink sink)
    {
        // What a session may push between two ticks: a second of audio, so that one that catches up does so quickly and within bounds.
        int bytesAhead = streamOptions.InputFormat.BytesPerBlock * streamOptions.InputFormat.SampleRateHz;
        BatchSpeechStream stream = new(this, _batch.Value.Open(streamOptions), bytesAhead, sink);
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
        TaskCompletionSource tick = Interlocked.Exchange(ref _nextTick, new(TaskCreationOptions.RunContinuationsAsynchronously));
        try
        {
            await _batch.Value.ProcessAsync().ConfigureAwait(false);
            int count = CopyStreams();
            foreach (BatchSpeechStream stream in _tick.AsSpan(0, count))
            {
                stream.Deliver();
            }

            Array.Clear(_tick, 0, count);
        }
        catch (Exception e)
        {
            tick.SetException(e);
            throw;
        }

        tick.SetResult();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.Batch)
        {
            return;
        }

        using PeriodicTimer timer = new(options.Value.BatchInterval, timeProvider);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                await TickAsync().ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await _batch.Value.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            Log.BatchFailed(logger, e);
            throw;
        }
    }

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
