namespace Cascade.Tests.Trust;

/// <summary>The batch of a soak, ticking all the time; now and then a tick is canceled, or the batch disposed and another made.</summary>
internal sealed class SoakBatch(SoakPlan plan, SoakTotals totals, int seed) : IAsyncDisposable
{
    /// <summary>Disposal of a whole batch ends all its streams, so it is rarer than other faults.</summary>
    private const int FaultsPerDisposal = 1000;

    private readonly Random _random = new(seed);
    private volatile StreamBatch _batch = NewBatch();
    private TaskCompletionSource _tick = NewSource();
    private Task _ticking = Task.CompletedTask;

    public static StreamProcessorOptions Options { get; } = new();

    public StreamProcessor Open(StreamProcessorOptions options) => _batch.Open(options);

    public void Start(CancellationToken stop) => _ticking = Task.Run(() => TickAsync(stop), CancellationToken.None);

    /// <summary>Completes when a tick has gone through that began after the call.</summary>
    public async Task WaitForTickAsync()
    {
        await Volatile.Read(ref _tick).Task; // this one may have begun before
        await Volatile.Read(ref _tick).Task;
    }

    public async ValueTask DisposeAsync()
    {
        await _ticking;
        await _batch.DisposeAsync();
    }

    private static StreamBatch NewBatch() => new(new StreamBatchOptions { Threads = 2 });

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task TickAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            using CancellationTokenSource cancel = new();
            bool isFaulty = _random.NextDouble() < plan.Faults;
            if (isFaulty)
            {
                await cancel.CancelAsync();
            }

            try
            {
                await _batch.TickAsync(cancel.Token);
                Interlocked.Exchange(ref _tick, NewSource()).SetResult();
            }
            catch (OperationCanceledException) when (isFaulty)
            {
                totals.AddFault(SoakFault.Canceled);
            }
            catch (Exception e) // whatever it is, it must not have happened
            {
                totals.AddFailure(e);
            }

            if (_random.NextDouble() < plan.Faults / FaultsPerDisposal)
            {
                totals.AddFault(SoakFault.DisposedMeanwhile);
                StreamBatch old = _batch;
                _batch = NewBatch();
                await old.DisposeAsync();
            }

            await Task.Delay(1, CancellationToken.None);
        }

        // Whoever waits is waiting for streams that are about to end.
        Volatile.Read(ref _tick).TrySetResult();
    }
}
