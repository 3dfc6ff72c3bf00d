using System.Diagnostics.CodeAnalysis;

namespace Cascade.Hosting.Sessions;

/// <content>Speech whose audio stops coming.</content>
internal sealed partial class Session
{
    private ITimer? _stall;
    private long _lastAudio;

    // With the work held: audio has come. In a batch each tick looks by itself.
    private void WatchForStall()
    {
        if (_options.InputTimeout == Timeout.InfiniteTimeSpan || _stream is not { LooksForStalls: false })
        {
            return;
        }

        _lastAudio = TimeProvider.GetTimestamp();
        _stall ??= TimeProvider.CreateTimer(static state => _ = ((Session)state!).CloseIfStalledAsync(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _stall.Change(_options.InputTimeout, Timeout.InfiniteTimeSpan);
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "nobody awaits a timer: the fault ends this session")]
    private async Task CloseIfStalledAsync()
    {
        await TakeWorkAsync().ConfigureAwait(false);
        try
        {
            if (_stream is { } stream)
            {
                TimeSpan left = _options.InputTimeout - TimeProvider.GetElapsedTime(_lastAudio);
                if (left > TimeSpan.Zero)
                {
                    _stall!.Change(left, Timeout.InfiniteTimeSpan); // timers may be early by what their clock is coarse
                    return;
                }

                await stream.CloseIfStalledAsync().ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            Fail(e);
        }
        finally
        {
            LeaveWork();
        }
    }
}
