namespace Cascade.Hosting.Tests.Load;

/// <summary>The load generator against the sample server, both as processes, for a few seconds.</summary>
[Parallelizable(ParallelScope.All)]
internal sealed class LoadTests
{
    // Faults so often that some come within the seconds of a test, and so seldom that a busy machine has time to measure between them.
    private const string Faults = "--connections 6 --seconds 8 --drops 10 --stalls 10";

    [TestCase("")]
    [TestCase(" --batch --segment-audio")]
    [TestCase(" --engine onnx --chunk-ms 33")]
    public async Task BadNetworks_LoseAndRepeatNothing(string more)
    {
        LoadRun run = await LoadRun.RunAsync(Faults + more);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.ExitCode, Is.Zero, run.Output + run.Error);
            Assert.That(run["sessions", "held"], Is.EqualTo(6));
            Assert.That(run["sessions", "resumed"], Is.Positive);
            Assert.That(run["sessions", "stalls"], Is.Positive);
            Assert.That(run["events", "expected"], Is.Positive);
            Assert.That(run["latency of frames", "count"], Is.Positive);
            Assert.That(run["server after full collections", "live_mb"], Is.Positive);
            Assert.That(run["server after full collections", "growth_mb"], Is.LessThan(10), "a server that has just begun still loads what it needs; the limit of 2 MB is for runs of minutes");
        }
    }

    [Test]
    public async Task MemoryThatLeaks_IsFound()
    {
        LoadRun run = await LoadRun.RunAsync("--connections 3 --seconds 5 --drops 0 --stalls 0 --leak 10000000 --check");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.ExitCode, Is.EqualTo(3), run.Output + run.Error);
            Assert.That(run.Holds("growth of live memory, after full collections"), Is.False, run.Output);
        }
    }

    [Test]
    public async Task EventsThatGetLost_AreCountedAndFail()
    {
        LoadRun run = await LoadRun.RunAsync("--connections 3 --seconds 3 --drops 0 --stalls 0 --lose 2");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.ExitCode, Is.EqualTo(1), run.Output + run.Error);
            Assert.That(run["sessions", "held"], Is.EqualTo(3));
            Assert.That(run["events", "lost"], Is.Positive.And.LessThan(run["events", "expected"]));
        }
    }
}
