using System.Threading.Channels;

namespace Cascade.Tests;

/// <summary>Time that passes when it is told to, and a system clock that can be set without any time passing. Timers run on the thread that advances it.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly object _lock = new();
    private readonly List<Timer> _timers = [];
    private readonly Channel<int> _armed = Channel.CreateUnbounded<int>();
    private long _now;

    /// <summary>How far the system's clock is from the time that has passed.</summary>
    public TimeSpan ClockSetBy { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How many timers were ever set.</summary>
    public int Armed { get; private set; }

    public override long GetTimestamp() => Volatile.Read(ref _now);

    public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) + new TimeSpan(GetTimestamp()) + ClockSetBy;

    /// <summary>Completes when a timer has been set that was not waited for yet.</summary>
    public Task WaitForTimerAsync() => _armed.Reader.ReadAsync().AsTask();

    public void Advance(TimeSpan time)
    {
        Timer[] due;
        lock (_lock)
        {
            _now += time.Ticks;
            due = [.. _timers.Where(timer => timer.Due <= _now)];
            _timers.RemoveAll(due.Contains);
        }

        foreach (Timer timer in due)
        {
            timer.Callback(timer.State);
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Timer timer = new(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private void Arm(Timer timer, TimeSpan dueTime)
    {
        lock (_lock)
        {
            _timers.Remove(timer);
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                timer.Due = _now + dueTime.Ticks;
                _timers.Add(timer);
                Armed++;
                _armed.Writer.TryWrite(Armed);
            }
        }
    }

    private sealed class Timer(ManualTime time, TimerCallback callback, object? state) : ITimer
    {
        public TimerCallback Callback => callback;

        public object? State => state;

        public long Due { get; set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            time.Arm(this, dueTime);
            return true;
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
