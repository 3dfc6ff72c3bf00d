namespace Cascade.Hosting.Sessions;

/// <summary>A limit on the whole, and what may come ahead of it. For one caller at a time.</summary>
/// <param name="perSecond">How much may come per second.</param>
/// <param name="burst">How much may come at once.</param>
/// <param name="timeProvider">The clock.</param>
internal sealed class TokenBucket(double perSecond, double burst, TimeProvider timeProvider)
{
    private readonly double _burst = burst;
    private double _tokens = burst;
    private long _filled = timeProvider.GetTimestamp();

    /// <summary>Takes as much, or nothing where there is less.</summary>
    public bool TryTake(double amount)
    {
        long now = timeProvider.GetTimestamp();
        _tokens = Math.Min(_burst, _tokens + (timeProvider.GetElapsedTime(_filled, now).TotalSeconds * perSecond));
        _filled = now;
        if (amount > _tokens)
        {
            return false;
        }

        _tokens -= amount;
        return true;
    }
}
