using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cascade.Diagnostics;

/// <summary>The log of all streams with one logger factory, which share what keeps it from being flooded.</summary>
internal sealed class StreamLog
{
    private static readonly TimeSpan SlowInterval = TimeSpan.FromMinutes(1);
    private static readonly StreamLog None = new(NullLoggerFactory.Instance);
    private static readonly ConditionalWeakTable<ILoggerFactory, StreamLog> Logs = [];

    private readonly object _slow = new();
    private long? _lastSlow;
    private int _unloggedSlow;

    private StreamLog(ILoggerFactory factory) => Logger = factory.CreateLogger(CascadeMeter.Name);

    public ILogger Logger { get; }

    public static StreamLog For(ILoggerFactory? factory) => factory is null ? None : Logs.GetValue(factory, factory => new StreamLog(factory));

    /// <summary>Warns at most once a minute, whatever the number of streams: where one is too slow, most are.</summary>
    public void SlowerThanRealTime(double workSeconds, double audioSeconds, TimeProvider time)
    {
        int unlogged;
        lock (_slow)
        {
            if (_lastSlow is { } last && time.GetElapsedTime(last) < SlowInterval)
            {
                _unloggedSlow++;
                return;
            }

            _lastSlow = time.GetTimestamp();
            (unlogged, _unloggedSlow) = (_unloggedSlow, 0);
        }

        Logger.SlowerThanRealTime(workSeconds, audioSeconds, unlogged);
    }
}
