using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using Cascade.Diagnostics;

namespace Cascade.Tests.Diagnostics;

/// <summary>Listens to the meter, as an exporter does, and keeps what is measured under one model's name: tests in parallel use others.</summary>
internal sealed class MeterRecording : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly string _model;
    private readonly ConcurrentQueue<Measured> _measurements = new();

    public MeterRecording(string model)
    {
        _model = model;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == CascadeMeter.Name)
            {
                Instruments.Add(instrument);
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
        RuntimeHelpers.RunClassConstructor(typeof(CascadeMeter).TypeHandle); // publishes, also before the first stream
        _listener.Start();
    }

    public List<Instrument> Instruments { get; } = [];

    /// <summary>What the listener does besides.</summary>
    public Action<Measured> OnMeasured { get; set; } = static _ => { };

    public IEnumerable<Measured> All => _measurements;

    public IEnumerable<Measured> Of(string instrument) => _measurements.Where(m => m.Instrument == instrument);

    public double Sum(string instrument) => Of(instrument).Sum(m => m.Value);

    public double Sum(string instrument, string key, string value) => Of(instrument).Where(m => m.Tag(key) == value).Sum(m => m.Value);

    public void Dispose() => _listener.Dispose();

    private void Keep(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        Measured measured = new(instrument.Name, value, new Dictionary<string, object?>(tags.ToArray()));
        if ((string?)measured.Tags.GetValueOrDefault(MetricTags.ModelKey) == _model)
        {
            _measurements.Enqueue(measured);
            OnMeasured(measured);
        }
    }
}
