using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Cascade.Extensions.DependencyInjection;

/// <summary>Runs all streams of the application through one batch, a tick at a time, if the options say so.</summary>
internal sealed class BatchTicker(IOptions<CascadeOptions> options, TimeProvider timeProvider) : BackgroundService
{
    private readonly Lazy<StreamBatch> _batch = new(() => new StreamBatch(new StreamBatchOptions
    {
        Model = options.Value.Processor.Engine.Model,
        Threads = options.Value.BatchThreads,
        LoggerFactory = options.Value.Processor.LoggerFactory,
        TimeProvider = options.Value.Processor.TimeProvider,
    }));
    private TaskCompletionSource<bool> _nextTick = NewTick();

    /// <summary>Occurs after each tick, also after one that failed. Handlers do not throw.</summary>
    public event Action? Ticked;

    public StreamBatch Batch => _batch.Value;

    /// <summary>Completes with the next tick that begins from now on, and returns whether the tick succeeded. One that failed has left frames for the next.</summary>
    /// <exception cref="InvalidOperationException">There will be no more ticks.</exception>
    public Task<bool> NextTick => Volatile.Read(ref _nextTick).Task;

    /// <summary>One tick: all streams' frames, then all streams' results.</summary>
    public async Task TickAsync()
    {
        TaskCompletionSource<bool> tick = Interlocked.Exchange(ref _nextTick, NewTick());
        bool isDone = false;
        try
        {
            await Batch.TickAsync().ConfigureAwait(false);
            isDone = true;
        }
        finally
        {
            Ticked?.Invoke(); // where the tick has failed too: most streams have results of it
            tick.SetResult(isDone);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        if (ExecuteTask is { IsCanceled: true }) // stopped before it began, so that it ends nothing itself
        {
            if (_batch.IsValueCreated)
            {
                await Batch.DisposeAsync().ConfigureAwait(false);
            }

            End();
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
            StreamBatch batch = Batch; // a model that cannot run stops the application
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
        ILogger logger = options.Value.Processor.LoggerFactory?.CreateLogger(nameof(Cascade)) ?? NullLogger.Instance;
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

    // Nobody is to wait for a tick that will not come. A service may be stopped twice.
    private void End()
    {
        TaskCompletionSource<bool> never = NewTick();
        TaskCompletionSource<bool> next = Interlocked.Exchange(ref _nextTick, never);
        foreach (TaskCompletionSource<bool> tick in new[] { never, next })
        {
            tick.TrySetException(new InvalidOperationException("The batch has ended."));
            _ = tick.Task.Exception; // seen: often nobody waits
        }
    }

    private static TaskCompletionSource<bool> NewTick() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
