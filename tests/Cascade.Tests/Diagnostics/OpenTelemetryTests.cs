using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Cascade.Tests.Cli;
using CliWrap;

namespace Cascade.Tests.Diagnostics;

/// <summary>The sample is a host with OpenTelemetry's own collection and an exporter; what it prints is what a dashboard would get.</summary>
public sealed partial class OpenTelemetryTests
{
    private const string Tags = "cascade.engine: managed cascade.model: silero_vad_v6.onnx";

    [Test]
    public async Task Host_SeesTheMetricsOfARunningStream()
    {
        CommandLine run = await RunAsync(CommandLine.Recording("conversation.wav"), "managed");
        ILookup<(string Metric, string Tags), string> seen = Read(run.Output);
        int segments = int.Parse(SegmentCount().Match(run.Output).Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.Multiple(() =>
        {
            Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, "")));
            Assert.That(seen[("cascade.active_processors {processor}", Tags)], Is.EqualTo(["1", "0"]), "in the middle, and after its end");
            Assert.That(seen[("cascade.frames {frame}", Tags)].First(), Is.EqualTo("750"));
            Assert.That(seen[("cascade.input.size By", Tags)].First(), Is.EqualTo($"{Recording.Conversation.Audio.Length}"));
            Assert.That(seen[("cascade.segments {segment}", $"{Tags} cascade.segment.reason: silence")].First(), Is.EqualTo($"{segments - 1}"));
            Assert.That(seen[("cascade.segments {segment}", $"{Tags} cascade.segment.reason: flush")].First(), Is.EqualTo("1"));
            Assert.That(seen[("cascade.inference.duration s", Tags)].First(), Does.Contain(" Count: 47 "));
            Assert.That(seen[("cascade.chunk.duration s", Tags)].First(), Does.Contain(" Count: 47 "));
            Assert.That(seen[("cascade.real_time_factor 1", Tags)].First(), Does.Contain(" Count: 23 "));
        });
    }

    [Test]
    public async Task HostOfAFailingStream_ExitsWithItsError()
    {
        CommandLine run = await RunAsync("no such file.wav");
        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Error, Does.Contain("no such file.wav"));
        Assert.That(
            Read(run.Output)[("cascade.failures {failure}", "cascade.engine: managed cascade.model: silero_vad_v6.onnx error.type: System.IO.FileNotFoundException")].Last(), Is.EqualTo("1"));
    }

    // The values in the order of the exports, each by its metric with unit and by its tags.
    private static ILookup<(string Metric, string Tags), string> Read(string output) => (
        from metric in MetricBlock().Matches(output)
        from point in Point().Matches(metric.Groups["points"].Value)
        select (Key: ($"{metric.Groups["name"].Value} {metric.Groups["unit"].Value}", point.Groups["tags"].Value.Trim()), Value: point.Groups["value"].Value)).ToLookup(entry => entry.Key, entry => entry.Value);

    private static async Task<CommandLine> RunAsync(params string[] arguments)
    {
        string assembly = typeof(OpenTelemetryTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "OpenTelemetrySample").Value!;
        string path = Path.GetFullPath(assembly.Replace('\\', Path.DirectorySeparatorChar), AppContext.BaseDirectory);
        return await CommandLine.FinishAsync(new Command("dotnet")
            .WithArguments([path, .. arguments])
            .WithEnvironmentVariables(environment => environment.Set("OTEL_METRIC_EXPORT_INTERVAL", $"{int.MaxValue}"))); // no export but those that the program asks for
    }

    [GeneratedRegex(@"^Metric Name: (?<name>\S+), Description: .*, Unit: (?<unit>\S+), Metric Type: \w+$(?<points>(\n.+)*)", RegexOptions.Multiline)]
    private static partial Regex MetricBlock();

    [GeneratedRegex(@"^\(.*\] (?<tags>.*)\nValue: (?<value>.*)$", RegexOptions.Multiline)]
    private static partial Regex Point();

    [GeneratedRegex(@"^(\d+) segments$", RegexOptions.Multiline)]
    private static partial Regex SegmentCount();
}
