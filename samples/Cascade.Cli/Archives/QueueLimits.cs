namespace Cascade.Cli.Archives;

/// <summary>Bounds of the queue; null keeps the bound that the queue has.</summary>
/// <param name="Waiting">How many jobs may wait; a submission then waits for room.</param>
/// <param name="Running">How many jobs all workers together may have at a time.</param>
/// <param name="AckWait">After how long without a sign of life a job goes to another worker.</param>
internal sealed record QueueLimits(int? Waiting = null, int? Running = null, TimeSpan? AckWait = null)
{
    public const int DefaultWaiting = 100_000;

    public const int DefaultRunning = 1_000;

    public static readonly TimeSpan DefaultAckWait = TimeSpan.FromSeconds(30);
}
