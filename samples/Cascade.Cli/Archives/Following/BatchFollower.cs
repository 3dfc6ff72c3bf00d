namespace Cascade.Cli.Archives.Following;

/// <summary>Follows a batch to its end.</summary>
internal sealed class BatchFollower(Bucket<ArchiveOutcome> outcomes, string batch, int total)
{
    private readonly Lock _gate = new();
    private BatchCount _count = new(total, 0, 0);

    public BatchCount Count
    {
        get
        {
            lock (_gate)
            {
                return _count;
            }
        }
    }

    /// <summary>Hands over each outcome once, those before the call too, and returns when all files have one.</summary>
    public async Task<BatchCount> RunAsync(Func<ArchiveOutcome, Task> add, CancellationToken cancellationToken)
    {
        if (total > 0)
        {
            await foreach (ArchiveOutcome outcome in outcomes.ReadAsync($"{batch}.*", follow: true, cancellationToken))
            {
                await add(outcome);
                lock (_gate)
                {
                    _count = _count.Add(outcome);
                }

                if (_count.Ended == total)
                {
                    break;
                }
            }
        }

        return Count;
    }
}
