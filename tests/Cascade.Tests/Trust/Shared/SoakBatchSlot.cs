namespace Cascade.Tests.Trust;

/// <summary>A slot for streams of a batch.</summary>
internal sealed class SoakBatchSlot(SoakPlan plan, SoakTotals totals, int seed, SoakBatch batch) : SoakSlot(plan, totals, seed)
{
    private const int FrameBytes = 1024;

    protected override async Task LiveAsync(Func<bool> isWanted)
    {
        StreamLedger ledger = NewLedger();
        StreamProcessor? stream = null;
        try
        {
            stream = batch.Open(Change(SoakBatch.Options));
            for (int left = Random.Next(10, 200); left > 0 && !isWanted(); left--)
            {
                await StepAsync(stream, ledger, isWanted);
            }
        }
        catch (ObjectDisposedException) when (Plan.Faults > 0)
        {
            // The whole batch was.
        }

        if (stream is not null)
        {
            stream.Dispose();
            ReadAll(stream, ledger);
            ProcessorStats stats = stream.GetStats();
            if (stats.BytesReceived - StreamLedger.BytesUpTo(stats) - stats.BytesWaiting >= FrameBytes)
            {
                stats = stats with { BytesWaiting = stats.BytesWaiting + FrameBytes }; // a tick was just judging it
            }

            ledger.Settle(stats, isFlushed: false);
            End(ledger, stats);
        }
    }

    protected override async Task RestAsync(Func<Task> wait)
    {
        using StreamProcessor stream = batch.Open(SoakBatch.Options);
        stream.Push(Plan.Audio.Span[..RestBytes]);
        stream.PushEnd();
        await batch.WaitForTickAsync();
        while (stream.TryRead(out _))
        {
        }

        await wait();
    }

    private async Task StepAsync(StreamProcessor stream, StreamLedger ledger, Func<bool> isWanted)
    {
        switch (Random.Next(20))
        {
            case < 14:
                ReadOnlyMemory<byte> chunk = ledger.Peek(NextSize());
                stream.Push(chunk.Span);
                ledger.Accept(chunk.Length);
                await Task.Yield();
                break;
            case 14:
                stream.PushEnd();
                ledger.End();
                break;
            case 15:
                stream.Update(Change(SoakBatch.Options).Speech);
                break;
            case 16:
                stream.PushEnd();
                ledger.End();
                await batch.WaitForTickAsync();
                ReadAll(stream, ledger);
                if (!isWanted() && stream.State == ProcessorState.Usable) // a batch that was disposed meanwhile ticked no more
                {
                    ledger.Settle(stream.GetStats(), isFlushed: true);
                }

                break;
            default:
                await batch.WaitForTickAsync();
                ReadAll(stream, ledger);
                break;
        }
    }

    private static void ReadAll(StreamProcessor stream, StreamLedger ledger)
    {
        while (stream.TryRead(out CascadeResult? result))
        {
            ledger.Take(result);
        }
    }
}
