using System.Text.Json;

namespace Cascade.Tests.Cli;

[Parallelizable(ParallelScope.All)]
internal sealed class CommandLineBenchTests
{
    // Without tiers there is nothing to wait for until code is compiled for the last time.
    private static readonly (string Name, string Value) CompiledOnce = ("DOTNET_TieredCompilation", "0");

    [Test]
    public async Task Figures_AreGivenForBothEnginesOnOneThreadAndOnAll()
    {
        CommandLine run = await CommandLine.RunAsync(["bench", "--streams", "100", "--threads", "2", "--format", "json"], CompiledOnce);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        JsonElement document = run.Documents.Single();
        JsonElement[] figures = [.. document.GetProperty("figures").EnumerateArray()];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(figures.Select(f => (f.GetProperty("engine").GetString(), f.GetProperty("threads").GetInt32())), Is.EqualTo(new[] { ("managed", 1), ("managed", 2), ("onnx", 1), ("onnx", 2) }));
            foreach (JsonElement figure in figures)
            {
                double most = 32_000 / figure.GetProperty("microsecondsPerFrame").GetDouble(); // rounded to a thousandth
                Assert.That(figure.GetProperty("streams").GetInt32(), Is.EqualTo(most).Within(1 + (most / 1000)));
                Assert.That(figure.GetProperty("streamsWithRoom").GetInt32(), Is.EqualTo(most * 2 / 3).Within(1 + (most / 1000)));
            }

            Assert.That(document.GetProperty("realTime").GetProperty("streams").GetInt32(), Is.EqualTo(figures[1].GetProperty("streamsWithRoom").GetInt32()));
            Assert.That(document.GetProperty("realTime").GetProperty("ticks").GetInt32(), Is.Positive);
        }
    }

    [Test]
    public async Task MissingNativeLibrary_LeavesTheManagedEngine()
    {
        CommandLine run = await CommandLine.RunWithoutOnnxRuntimeAsync(["bench", "--streams", "10", "--threads", "1"], CompiledOnce);

        Assert.That((run.ExitCode, run.ErrorLines.Length), Is.EqualTo((1, 1)));
        Assert.That(run.Output, Does.Contain("managed").And.Contain("In real time").And.Not.Contain("onnx "));
    }
}
