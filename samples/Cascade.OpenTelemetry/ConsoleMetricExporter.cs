using System.Globalization;
using System.Text;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Cascade.OpenTelemetry;

/// <summary>
/// Prints what it is given. In its place a host puts the exporter of its monitoring: OTLP, Prometheus, Azure Monitor.
/// </summary>
internal sealed class ConsoleMetricExporter(TextWriter output) : BaseExporter<Metric>
{
    public override ExportResult Export(in Batch<Metric> batch)
    {
        output.WriteLine(DateTime.Now.ToString("T", CultureInfo.InvariantCulture));
        foreach (Metric metric in batch)
        {
            foreach (ref readonly MetricPoint point in metric.GetMetricPoints())
            {
                output.WriteLine($"  {metric.Name} [{metric.Unit}] {Tags(point)} {Value(metric, point)}");
            }
        }

        return ExportResult.Success;
    }

    private static string Tags(in MetricPoint point)
    {
        List<string> tags = [];
        foreach (KeyValuePair<string, object?> tag in point.Tags)
        {
            tags.Add($"{tag.Key}={tag.Value}");
        }

        return $"{{{string.Join(", ", tags.Order(StringComparer.Ordinal))}}}";
    }

    private static string Value(Metric metric, in MetricPoint point) => metric.MetricType switch
    {
        MetricType.LongSum or MetricType.LongSumNonMonotonic => point.GetSumLong().ToString("N0", CultureInfo.InvariantCulture),
        MetricType.DoubleSum => point.GetSumDouble().ToString("0.###", CultureInfo.InvariantCulture),
        MetricType.Histogram => Histogram(point),
        _ => metric.MetricType.ToString(),
    };

    // How often, the mean, and the buckets that were hit: "<= 20us: 17".
    private static string Histogram(in MetricPoint point)
    {
        long count = point.GetHistogramCount();
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"count {count}, mean {point.GetHistogramSum() / count:G3};");
        foreach (HistogramBucket bucket in point.GetHistogramBuckets())
        {
            if (bucket.BucketCount > 0)
            {
                text.Append(CultureInfo.InvariantCulture, $" <= {bucket.ExplicitBound:G3}: {bucket.BucketCount}");
            }
        }

        return text.ToString();
    }
}
