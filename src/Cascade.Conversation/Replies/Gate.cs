namespace Cascade.Dialogue;

/// <summary>Lets so many pieces of audio through ahead of their playback; then the voice waits.</summary>
internal sealed class Gate(int permits, Workload work)
{
    private readonly Signal _released = new(work);
    private int _permits = permits;

    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        while (Interlocked.Decrement(ref _permits) < 0)
        {
            Interlocked.Increment(ref _permits);
            await _released.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public void Release()
    {
        Interlocked.Increment(ref _permits);
        _released.Set();
    }
}
