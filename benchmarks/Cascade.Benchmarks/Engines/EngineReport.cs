using System.Globalization;
using System.Text.Json.Nodes;
using Cascade.Inference.Managed;

namespace Cascade.Benchmarks.Engines;

/// <summary>The table of the comparison, a line as soon as it is measured, and the limits on it.</summary>
internal sealed class EngineReport
{
    private const double OneStreamLimit = 7;
    private const double OneStreamLimitOfAvx2 = 5;
    private const double BatchLimit = 8;
    private const string LimitedBatch = "batch-32";

    private readonly Report _report;
    private readonly Dictionary<(string Scenario, string Engine), double> _ratios = [];

    public EngineReport(Arguments arguments)
    {
        _report = new Report("engines", arguments);
        _report.Note("medians, the engines in turn; us per frame and stream, 'start' in all; to ONNX Runtime: how many times faster, or how many times smaller");
        _report.Note($"{"scenario",-22}{"engine",-22}{"median us",12}{"to ONNX Runtime",18}");
    }

    public int ExitCode => _report.ExitCode;

    public void Add(params ReadOnlySpan<Measurement> measurements)
    {
        foreach (Measurement m in measurements)
        {
            _ratios[(m.Scenario, m.Engine)] = m.RatioToOnnxRuntime;
            string text = string.Create(
                CultureInfo.InvariantCulture, $"{m.Scenario,-22}{m.Engine,-22}{m.MedianMicroseconds,12:#,0.00}{m.RatioToOnnxRuntime,17:0.00}x");
            _report.Line(text, new JsonObject
            {
                ["scenario"] = m.Scenario,
                ["engine"] = m.Engine,
                ["medianMicroseconds"] = Math.Round(m.MedianMicroseconds, 3),
                ["ratioToOnnxRuntime"] = Math.Round(m.RatioToOnnxRuntime, 3),
            });
        }
    }

    /// <summary>What is not a time.</summary>
    public void AddBytes(string scenario, string engine, double bytes) => _report.Line(
        string.Create(CultureInfo.InvariantCulture, $"{scenario,-22}{engine,-22}{bytes,12:#,0.#} B"),
        new JsonObject { ["scenario"] = scenario, ["engine"] = engine, ["bytes"] = Math.Round(bytes, 1) });

    /// <summary>Compares with the limits for the widths that this machine has.</summary>
    public void Check()
    {
        AtLeast("one-stream", VectorWidth.Bits512, OneStreamLimit);
        AtLeast("one-stream", VectorWidth.Bits256, OneStreamLimitOfAvx2);
        AtLeast(LimitedBatch, VectorWidth.Bits512, BatchLimit);
    }

    private void AtLeast(string scenario, VectorWidth width, double limit)
    {
        if (_ratios.TryGetValue((scenario, ManagedScenarios.NameOf(width)), out double ratio))
        {
            _report.AtLeast($"{scenario}, {ManagedScenarios.NameOf(width)}", ratio, limit, "times faster than ONNX Runtime");
        }
    }
}
