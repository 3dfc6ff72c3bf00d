using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;
using Cascade.Tests.Cli;

namespace Cascade.Tests.Diagnostics;

/// <summary>The sample is a host with OpenTelemetry's own collection and an exporter; what it prints is what a dashboard would get.</summary>
public sealed partial class OpenTelemetryTests
{
    private const string Tags = "cascade.engine=managed, cascade.model=silero_vad_v6.onnx";

    [Test]
    public async Task Host_SeesTheMetricsOfARunningStream()
    {
        CommandLine run = await RunAsync(CommandLine.Recording("conversation.wav"), "managed");
        string[] first = [.. run.Output.Split('\n').SkipWhile(line => !line.StartsWith("  cascade.", StringComparison.Ordinal)).TakeWhile(line => line.StartsWith("  ", StringComparison.Ordinal))];
        int segments = int.Parse(SegmentCount().Match(run.Output).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Multiple(() =>
        {
            Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, "")));
            Assert.That(first, Does.Contain($"  cascade.active_processors [{{processor}}] {{{Tags}}} 1"));
            Assert.That(first, Does.Contain($"  cascade.frames [{{frame}}] {{{Tags}}} 750"));
            Assert.That(first, Does.Contain($"  cascade.input.size [By] {{{Tags}}} {Recording.Conversation.Audio.Length.ToString("N0", System.Globalization.CultureInfo.InvariantCulture)}"));
            Assert.That(first, Does.Contain($"  cascade.segments [{{segment}}] {{{Tags}, cascade.segment.reason=silence}} {segments - 1}"));
            Assert.That(first, Does.Contain($"  cascade.segments [{{segment}}] {{{Tags}, cascade.segment.reason=flush}} 1"));
            Assert.That(first, Has.One.StartsWith($"  cascade.inference.duration [s] {{{Tags}}} count 47, mean "));
            Assert.That(first, Has.One.StartsWith($"  cascade.chunk.duration [s] {{{Tags}}} count 47, mean "));
            Assert.That(first, Has.One.StartsWith($"  cascade.real_time_factor [1] {{{Tags}}} count 23, mean "));
            Assert.That(run.Output, Does.Contain($"  cascade.active_processors [{{processor}}] {{{Tags}}} 0"), "after its end");
        });
    }

    [Test]
    public async Task HostOfAFailingStream_ExitsWithItsError()
    {
        CommandLine run = await RunAsync("no such file.wav");
        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Error, Does.Contain("no such file.wav"));
        Assert.That(run.Output, Does.Contain("error.type=System.IO.FileNotFoundException} 1"));
    }

    private static async Task<CommandLine> RunAsync(params string[] arguments)
    {
        string assembly = typeof(OpenTelemetryTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "OpenTelemetrySample").Value!;
        string path = Path.GetFullPath(assembly.Replace('\\', Path.DirectorySeparatorChar), AppContext.BaseDirectory);
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [path, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        return await CommandLine.FinishAsync(process);
    }

    [GeneratedRegex(@"^(\d+) segments$", RegexOptions.Multiline)]
    private static partial Regex SegmentCount();
}
