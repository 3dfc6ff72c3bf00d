using Cascade.Hosting.Diagnostics;
using Cascade.Hosting.Sessions;

namespace Cascade.Hosting;

/// <content>Which sessions end without a word of their clients.</content>
public sealed partial class SessionManager
{
    // Of all sessions, how many are evicted in one sweep when memory is critical: what they leave behind is seen only when it has been collected.
    private const double EvictedShare = 0.1;

    /// <summary>Ends sessions that have not been used for too long, and evicts idle ones if memory is critical. Called about once per second.</summary>
    internal async Task SweepAsync()
    {
        MemoryLevel level = _memory.Read();
        HostedSession[] sessions = All();
        await Task.WhenAll(sessions.Where(session => IsExpired(session, level)).Select(ExpireAsync)).ConfigureAwait(false);
        if (level == MemoryLevel.Critical)
        {
            EvictForMemory((int)Math.Ceiling(sessions.Length * EvictedShare));
        }

        await EndLargestAsync(sessions).ConfigureAwait(false);
        await Task.WhenAll(sessions.Where(session => session.IsToBeRenewed).Select(session => session.RenewAsync().AsTask())).ConfigureAwait(false);
    }

    // While all hold more than they may: those that hold more than their part, the largest first.
    private async Task EndLargestAsync(HostedSession[] sessions)
    {
        if (_held.IsOver)
        {
            foreach (HostedSession session in sessions.OrderByDescending(session => session.Held.Bytes).TakeWhile(session => session.Held.IsTooMuch))
            {
                await EndAsync(session, Ending.HeldTooMuch, flush: false).ConfigureAwait(false);
            }
        }
    }

    // Speech in progress waits for the full time, under pressure too.
    private bool IsExpired(HostedSession session, MemoryLevel level)
    {
        if (session.IsWaiting)
        {
            return session.IsUnusedFor(_options.ResumeWindow) || (level >= MemoryLevel.Elevated && session.IsIdle(_options.IdleTimeoutUnderPressure));
        }

        return session.IsUnusedFor(_options.IdleTimeout) || (level >= MemoryLevel.Elevated && session.IsIdle(_options.IdleTimeoutUnderPressure));
    }

    private Task ExpireAsync(HostedSession session) => EndAsync(session, Ending.Idle, flush: !session.IsWaiting).AsTask();

    private void EvictForMemory(int count)
    {
        lock (_lock)
        {
            while (count-- > 0 && TryEvict(static _ => true, HostingMetrics.ForMemory))
            {
            }
        }
    }

    // With the lock held. The least recently used one that is idle; its end, which needs no flush, is not waited for.
    private bool TryEvict(Func<HostedSession, bool> isCandidate, string reason = HostingMetrics.ForLimit)
    {
        foreach (HostedSession session in _sessions.Values.Where(isCandidate).Where(session => session.IsIdle(_options.IdleAfter)).OrderBy(session => session.LastActive).ToArray())
        {
            if (session.TryRetireIdle(_options.IdleAfter))
            {
                Forget(session);
                _ = Task.Run(() => EndRetiredAsync(session, Ending.Evicted, flush: false)); // not with the lock held
                _metrics.Evicted(reason);
                return true;
            }
        }

        return false;
    }
}
