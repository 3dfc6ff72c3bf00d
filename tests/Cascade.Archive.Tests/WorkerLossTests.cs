using System.Text.Json;

namespace Cascade.Archive.Tests;

/// <summary>Workers that end or stand still in the middle of a file.</summary>
[Parallelizable(ParallelScope.All)]
[Platform(Exclude = "Win", Reason = "signals")]
internal sealed class WorkerLossTests
{
    private const int Files = 1_000;

    [Test]
    public async Task OneWorkerKilledAndOneStopped_EachFileHasItsResultOnce()
    {
        using AudioFolder folder = new();
        await using AudioHost host = await AudioHost.StartAsync(AudioFolder.Piece(7, seconds: 2));
        string[] files = folder.Add(Files, seconds: 0.5);
        string broken = Path.Combine(folder.FullName, "no-audio.txt");
        string missing = Path.Combine(folder.FullName, "missing.wav");
        await File.WriteAllTextAsync(broken, "This is no audio.");
        string list = Path.Combine(folder.FullName, "list");
        await File.WriteAllLinesAsync(list, [$"{host.Address}/held/killed", $"{host.Address}/held/stopped", broken, missing, .. files]);
        string[] queue = ArchiveTests.Queue("loss");
        string[] work = ["archive", "work", .. queue, "--root", folder.FullName, "--concurrency", "1", "--until-empty", "--ack-wait-s", "2", "--allow-host", "127.0.0.1", "--allow-private"];

        Tool submitted = await Tool.RunAsync(["archive", "submit", "--from", list, "--engine", "managed", "--batch", "b", .. queue]);
        Assert.That((submitted.ExitCode, submitted.Output), Is.EqualTo((0, $"batch b: {Files + 4} files\n")), submitted.Error);
        RunningTool[] workers = [Tool.Start(work), Tool.Start(work), Tool.Start(work)];
        try
        {
            HeldRequest lost = await host.NextAsync("killed");
            HeldRequest late = await host.NextAsync("stopped");
            RunningTool killed = workers.Single(lost.IsFrom);
            RunningTool stopped = workers.Single(late.IsFrom);
            await killed.SignalAsync("KILL");
            await stopped.SignalAsync("STOP");
            await Task.WhenAll(ReleaseAsync("killed"), ReleaseAsync("stopped")); // the third worker gets both, in any order
            Tool waited = await Tool.RunAsync(["archive", "status", .. queue, "--batch", "b", "--wait", "--results", "-"]);
            late.Release();
            await stopped.SignalAsync("CONT"); // ends the file a second time
            Tool ended = await stopped.Finish;
            Tool afterwards = await Tool.RunAsync(["archive", "status", .. queue, "--batch", "b", "--results", "-"]);
            Tool plain = await Tool.RunAsync(["detect", "--format", "json", "--engine", "managed", .. files]);

            JsonElement[] results = [.. waited.Documents.Where(line => line.TryGetProperty("result", out _))];
            JsonElement[] dead = [.. waited.Documents.Where(line => line.TryGetProperty("fault", out _))];
            Assert.That(results.Select(Name), Is.EquivalentTo([.. files, $"{host.Address}/held/killed", $"{host.Address}/held/stopped"]));
            Assert.That(dead.Select(line => (Name(line), line.GetProperty("tries").GetInt32())), Is.EquivalentTo(new[] { (broken, 1), (missing, 3) }));
            Assert.That((waited.ExitCode, waited.ErrorLines.Length), Is.EqualTo((1, 2)), waited.Error);
            Assert.That(results.Where(line => Name(line).StartsWith(folder.FullName, StringComparison.Ordinal)).Select(Found), Is.EquivalentTo(plain.Documents.Select(line => (Name(line), $"{line.GetProperty("segments")}"))));
            Assert.That(results.Where(line => Name(line).Contains("/held/", StringComparison.Ordinal)).Select(line => line.GetProperty("tries").GetInt32()), Is.EqualTo(new[] { 2, 2 }));
            Assert.That(ended.ExitCode, Is.Zero, ended.Error);
            Assert.That(afterwards.Output, Is.EqualTo(waited.Output), "the late end changed an outcome");
        }
        finally
        {
            Array.ForEach(workers, worker => worker.Dispose());
        }

        async Task ReleaseAsync(string name) => (await host.NextAsync(name)).Release();
        static string Name(JsonElement line) => line.GetProperty("file").GetString()!;
        static (string, string) Found(JsonElement line) => (Name(line), $"{line.GetProperty("result").GetProperty("segments")}");
    }

    [Test]
    public async Task FileThatEndsItsWorkerThreeTimes_IsADeadLetter()
    {
        await using AudioHost host = await AudioHost.StartAsync(AudioFolder.Piece(3, seconds: 1));
        string[] queue = ArchiveTests.Queue("poison");
        string[] work = ["archive", "work", .. queue, "--concurrency", "1", "--until-empty", "--ack-wait-s", "1", "--allow-host", "127.0.0.1", "--allow-private"];
        await Tool.RunAsync(["archive", "submit", $"{host.Address}/held/poison", "--engine", "managed", "--batch", "b", .. queue]);
        for (int i = 0; i < 3; i++)
        {
            using RunningTool worker = Tool.Start(work);
            await host.NextAsync("poison");
            await worker.SignalAsync("KILL");
            await worker.Finish;
        }

        Tool last = await Tool.RunAsync(work);
        Tool dead = await Tool.RunAsync(["archive", "status", .. queue, "--dead"]);

        Assert.That(last.Output, Is.EqualTo("0 done, 1 dead letters\n"), last.Error);
        Assert.That(dead.Documents.Single().GetProperty("fault").GetString(), Is.EqualTo("The workers that had it ended or stopped, 3 times."));
    }

    [Test]
    public async Task WorkerThatIsAskedToEnd_PutsItsFileBackAtOnce()
    {
        await using AudioHost host = await AudioHost.StartAsync(AudioFolder.Piece(5, seconds: 1));
        string[] queue = ArchiveTests.Queue("drain");
        string[] work = ["archive", "work", .. queue, "--concurrency", "1", "--until-empty", "--ack-wait-s", "3600", "--allow-host", "127.0.0.1", "--allow-private"];
        await Tool.RunAsync(["archive", "submit", $"{host.Address}/held/file", "--engine", "managed", "--batch", "b", .. queue]);
        Tool first;
        using (RunningTool worker = Tool.Start(work))
        {
            await host.NextAsync("file");
            await worker.SignalAsync("TERM");
            first = await worker.Finish;
        }

        using RunningTool other = Tool.Start(work);
        (await host.NextAsync("file")).Release(); // would come after an hour if the first had kept it
        Tool second = await other.Finish;
        Tool results = await Tool.RunAsync(["archive", "status", .. queue, "--results", "-"]);

        Assert.That(first.ExitCode, Is.EqualTo(143), first.Error);
        Assert.That(second.Output, Is.EqualTo("1 done, 0 dead letters\n"), second.Error);
        Assert.That(results.Documents.Single().GetProperty("tries").GetInt32(), Is.EqualTo(1));
    }
}
