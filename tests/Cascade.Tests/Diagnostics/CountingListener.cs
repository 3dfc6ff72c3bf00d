using System.Diagnostics.Metrics;
using Cascade.Diagnostics;

namespace Cascade.Tests.Diagnostics;

/// <summary>Listens to everything and keeps only how much there was.</summary>
internal sealed class CountingListener : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _count;

    public CountingListener()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == CascadeMeter.Name)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, _, _, _) => Interlocked.Increment(ref _count));
        _listener.SetMeasurementEventCallback<double>((_, _, _, _) => Interlocked.Increment(ref _count));
        _listener.Start();
    }

    public long Count => Volatile.Read(ref _count);

    public void Dispose() => _listener.Dispose();
}
