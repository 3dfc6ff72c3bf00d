using Cascade.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Cascade.Benchmarks.Diagnostics;

/// <summary>OpenTelemetry's own collection, with a sum or a histogram for each set of tags, and nobody to send them to.</summary>
internal static class OpenTelemetryListener
{
    public static MeterProvider Start() => Sdk.CreateMeterProviderBuilder().AddMeter(CascadeMeter.Name).AddReader(new BaseExportingMetricReader(new Nowhere())).Build();

    private sealed class Nowhere : BaseExporter<Metric>
    {
        public override ExportResult Export(in Batch<Metric> batch) => ExportResult.Success;
    }
}
