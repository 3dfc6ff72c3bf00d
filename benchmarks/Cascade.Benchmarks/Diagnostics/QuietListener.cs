using System.Diagnostics.Metrics;
using Cascade.Diagnostics;

namespace Cascade.Benchmarks.Diagnostics;

/// <summary>A listener that adds up what it hears: the least that one does.</summary>
internal sealed class QuietListener : IDisposable
{
    private readonly MeterListener _listener = new();
    private double _sum;

    public QuietListener()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == CascadeMeter.Name)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, value, _, _) => _sum += value);
        _listener.SetMeasurementEventCallback<double>((_, value, _, _) => _sum += value);
        _listener.Start();
    }

    public void Dispose()
    {
        _listener.Dispose();
        if (_sum == 0)
        {
            throw new InvalidOperationException("The listener has heard nothing, so there is nothing to compare.");
        }
    }
}
