namespace Cascade.Tests.Trust;

/// <summary>Streams that are created, fed, canceled, broken off, reset and disposed at random, on both engines, through calls, enumerations and a batch.</summary>
internal sealed class SoakRun : IAsyncDisposable
{
    private readonly SoakGate _gate;
    private readonly SoakBatch _batch;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _slots;

    public SoakRun(SoakPlan plan)
    {
        _gate = new SoakGate(plan.Streams);
        _batch = new SoakBatch(plan, Totals, plan.Seed - 1);
        _batch.Start(_stop.Token);
        SoakSlot[] slots = [.. Enumerable.Range(0, plan.Streams).Select(i => NewSlot(plan, i))];
        _slots = Task.WhenAll(slots.Select(slot => Task.Run(() => slot.RunAsync(_gate, _stop.Token))));
    }

    public SoakTotals Totals { get; } = new();

    /// <summary>Brings all streams to rest, each having heard the same, does something, and lets them go on.</summary>
    public async Task RestAsync(Action meanwhile)
    {
        await _gate.CloseAsync();
        meanwhile();
        _gate.Open();
    }

    /// <summary>Ends all streams.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _slots;
        await _batch.DisposeAsync();
        _stop.Dispose();
    }

    // Of eight streams one has an ONNX Runtime session of its own, three share one, two are on the managed engine, and two in a batch.
    private SoakSlot NewSlot(SoakPlan plan, int number)
    {
        int kind = plan.Engine switch { EngineKind.OnnxRuntime => number % 4, EngineKind.Managed => 4 + (number % 4), _ => number % 8 };
        StreamProcessorOptions onnx = new() { Engine = VadEngine.OnnxRuntime(shareSession: kind > 0) };
        int seed = plan.Seed + number;
        return kind switch
        {
            < 4 => new SoakProcessorSlot(plan, Totals, seed, onnx),
            < 6 => new SoakProcessorSlot(plan, Totals, seed, new StreamProcessorOptions { Engine = VadEngine.Managed() }),
            _ => new SoakBatchSlot(plan, Totals, seed, _batch),
        };
    }
}
