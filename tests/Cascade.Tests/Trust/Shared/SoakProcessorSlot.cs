namespace Cascade.Tests.Trust;

/// <summary>A slot for processors.</summary>
internal sealed class SoakProcessorSlot(SoakPlan plan, SoakTotals totals, int seed, StreamProcessorOptions options) : SoakSlot(plan, totals, seed)
{
    protected override async Task LiveAsync(Func<bool> isWanted)
    {
        bool lacksLibrary = options.Engine.Name == "OnnxRuntime" && Random.NextDouble() < Plan.Faults;
        await using SoakProcessor life = new(Random.Next(2) == 0 ? options : Change(options), Random, NewLedger(), lacksLibrary);
        for (int left = Random.Next(10, lacksLibrary ? 20 : 200); left > 0 && !life.IsDisposed && !isWanted(); left--)
        {
            SoakFault fault = lacksLibrary ? SoakFault.Library : Random.NextDouble() < Plan.Faults ? (SoakFault)Random.Next(1, (int)SoakFault.Library) : SoakFault.None;
            if (await StepAsync(life, fault))
            {
                Totals.AddFault(fault);
            }

            await Task.Yield(); // all streams take turns
        }

        await life.DisposeAsync();
        End(life.Ledger, life.Stats);
    }

    protected override async Task RestAsync(Func<Task> wait)
    {
        await using StreamProcessor processor = new(options);
        await processor.ProcessChunkAsync(Plan.Audio[..RestBytes]);
        processor.Reset();
        await wait();
    }

    // Returns whether the fault came about.
    private async Task<bool> StepAsync(SoakProcessor life, SoakFault fault)
    {
        switch (Random.Next(20))
        {
            case < 11:
                return await life.PushAsync(NextSize(), fault);
            case < 15:
                return await life.EnumerateAsync(NextSize, fault);
            case < 17:
                return await life.FlushAsync(fault);
            case 17:
                life.Update(Change(options));
                return false;
            case 18 when fault == SoakFault.None:
                await life.CallTwiceAsync(NextSize());
                return false;
            default:
                End(life.Ledger, life.Stats);
                life.Reset(NewLedger());
                return false;
        }
    }
}
