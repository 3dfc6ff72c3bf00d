using System.Globalization;
using System.Text.Json.Nodes;
using Cascade.Inference.Managed;

namespace Cascade.Benchmarks.Engines;

/// <summary>The table of the comparison, a line as soon as it is measured, and the limits on it.</summary>
internal sealed class EngineReport
{
    private const string MemoryScenario = "memory-per-stream";
    private const string AllocationScenario = "allocation-per-frame";

    private readonly string _best = ManagedScenarios.BestName;
    private readonly Report _report;
    private readonly Dictionary<(string Scenario, string Engine), Measurement> _measured = [];
    private readonly Dictionary<(string Scenario, string Engine), double> _bytes = [];

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
            _measured[(m.Scenario, m.Engine)] = m;
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

    /// <summary>Resident bytes of a stream that has heard speech and is silent.</summary>
    public void AddMemory(string engine, double bytes) => AddBytes(MemoryScenario, engine, bytes);

    /// <summary>Bytes that a frame allocates when nothing is emitted.</summary>
    public void AddAllocation(string engine, double bytes) => AddBytes(AllocationScenario, engine, bytes);

    /// <summary>Compares with the limits, those on ratios for the widths that this machine has. Those on times were set for a core that does 130 billion multiplications a second.</summary>
    public void Check()
    {
        AtLeast("one-stream", VectorWidth.Bits512, 8);
        AtLeast("one-stream", VectorWidth.Bits256, 5);
        AtLeast("batch-32", VectorWidth.Bits512, 8);
        AtMost(LiveScenario.Name, LiveScenario.Streams / 1000.0, 32, "ms a tick");
        AtMost(OfflineScenarios.Name, 1, 5.5, "us a frame");
        AtMost(StartScenario.Name, 1 / 1000.0, 150, "ms");
        _report.Limit($"{MemoryScenario}, {_best}", _bytes[(MemoryScenario, _best)], 8192, "B");
        _report.Limit($"{MemoryScenario}, {_best}, batch", _bytes[(MemoryScenario, $"{_best}, batch")], 8192, "B");
        _report.Limit($"{AllocationScenario}, {_best}", _bytes[(AllocationScenario, _best)], 0, "B");
    }

    private void AddBytes(string scenario, string engine, double bytes)
    {
        _bytes[(scenario, engine)] = bytes;
        _report.Line(
            string.Create(CultureInfo.InvariantCulture, $"{scenario,-22}{engine,-22}{bytes,12:#,0.#} B"),
            new JsonObject { ["scenario"] = scenario, ["engine"] = engine, ["bytes"] = Math.Round(bytes, 1) });
    }

    private void AtLeast(string scenario, VectorWidth width, double limit)
    {
        if (_measured.TryGetValue((scenario, ManagedScenarios.NameOf(width)), out Measurement? measured))
        {
            _report.AtLeast($"{scenario}, {measured.Engine}", measured.RatioToOnnxRuntime, limit, "times faster than ONNX Runtime");
        }
    }

    private void AtMost(string scenario, double perMicrosecond, double limit, string unit) =>
        _report.Limit($"{scenario}, {_best}", _measured[(scenario, _best)].MedianMicroseconds * perMicrosecond, limit, unit);
}
