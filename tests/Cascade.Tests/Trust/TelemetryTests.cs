using Cascade.Tests.Cli;

namespace Cascade.Tests.Trust;

/// <summary>What a program that hears people leaves behind elsewhere. ONNX Runtime would write an identifier and a database of events before it sends them.</summary>
public sealed class TelemetryTests
{
    private static readonly string[] Traces = ["deviceid", "*onnxruntime*", "mat-debug-*"];

    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("cascade");

    [TearDown]
    public void Delete() => _home.Delete(recursive: true);

    // Where it takes itself to be in continuous integration, ONNX Runtime reports nothing by itself.
    [Test]
    public async Task OnnxRuntime_ReportsNothing()
    {
        CommandLine run = await CommandLine.RunAsync(
            ["detect", "--engine", "onnx", CommandLine.Recording("conversation.wav")],
            [("HOME", _home.FullName), ("XDG_CACHE_HOME", _home.FullName), ("TMPDIR", _home.FullName), ("CI", ""), ("ORT_DISABLE_TELEMETRY", "")]);
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(Traces.SelectMany(trace => _home.EnumerateFileSystemInfos(trace, SearchOption.AllDirectories)), Is.Empty);
    }
}
