using System.Text.Json;

namespace Cascade.Archive.Tests;

/// <summary>Batches from their submission to their results.</summary>
[Parallelizable(ParallelScope.All)]
internal sealed class ArchiveFlowTests
{
    [Test]
    public async Task FullQueue_MakesASubmissionWait()
    {
        using AudioFolder folder = new();
        string[] files = folder.Add(20, seconds: 0.1);
        string[] queue = ArchiveTests.Queue("full");
        using RunningTool submission = Tool.Start(["archive", "submit", .. files, "--engine", "managed", "--batch", "b", "--max-waiting", "5", "--wait", .. queue]);
        int seen = 0;
        while (seen < 2) // two looks apart: a submission that did not wait would have gone on
        {
            Tool status = await Tool.RunAsync(["archive", "status", "--format", "json", .. queue]);
            seen = status.ExitCode == 0 && status.Documents[0].GetProperty("waiting").GetInt64() == 5 ? seen + 1 : 0;
            Assert.That(submission.Finish.IsCompleted, Is.False);
        }

        while (!submission.Finish.IsCompleted) // a worker may find the queue empty before the submission has filled it again
        {
            Tool worked = await Tool.RunAsync(["archive", "work", .. queue, "--root", folder.FullName, "--until-empty", "--ack-wait-s", "2"]);
            Assert.That(worked.ExitCode, Is.Zero, worked.Error);
        }

        Tool submitted = await submission.Finish;
        Assert.That(submitted.ExitCode, Is.Zero, submitted.Error);
        Assert.That(submitted.Output, Is.EqualTo("batch b: 20 files\n"));
    }

    [Test]
    public async Task SameContentAndOptions_HaveOneResultUnderEachName()
    {
        using AudioFolder folder = new();
        string file = folder.Add(1, seconds: 2)[0];
        string copy = Path.Combine(folder.FullName, "copy.wav");
        File.Copy(file, copy);
        string[] queue = ArchiveTests.Queue("repeat");
        await Tool.RunAsync(["archive", "submit", file, copy, "--engine", "managed", "--batch", "first", .. queue]);
        await Tool.RunAsync(["archive", "submit", file, copy, "--engine", "managed", "--batch", "first", .. queue]);
        await Tool.RunAsync(["archive", "submit", file, "--engine", "managed", "--threshold", "0.6", "--batch", "other", .. queue]);

        Tool worked = await Tool.RunAsync(["archive", "work", .. queue, "--root", folder.FullName, "--until-empty", "--ack-wait-s", "2"]);
        Tool results = await Tool.RunAsync(["archive", "status", "--results", "-", .. queue]);

        Assert.That(worked.ExitCode, Is.Zero, worked.Error);
        ILookup<string, JsonElement> batches = results.Documents.ToLookup(line => line.GetProperty("batch").GetString()!);
        Assert.That(batches["first"].Select(line => line.GetProperty("file").GetString()), Is.EquivalentTo([file, copy]));
        Assert.That(batches["first"].Select(line => line.GetProperty("key").GetString()).Distinct().Count(), Is.EqualTo(1));
        Assert.That(batches["other"].Single().GetProperty("key").GetString(), Is.Not.EqualTo(batches["first"].First().GetProperty("key").GetString()));
    }

    [Test]
    public async Task Transcripts_AreThoseOfTheCommand()
    {
        using AudioFolder folder = new();
        string file = Path.Combine(folder.FullName, "go.wav");
        await File.WriteAllBytesAsync(file, AudioFolder.Piece(0, seconds: 4));
        string[] queue = ArchiveTests.Queue("text");
        await Tool.RunAsync(["archive", "submit", "--transcribe", "--speed", "fastest", file, "--batch", "b", .. queue]);

        Tool worked = await Tool.RunAsync(["archive", "work", .. queue, "--root", folder.FullName, "--until-empty", "--ack-wait-s", "2"]);
        Tool results = await Tool.RunAsync(["archive", "status", "--results", "-", .. queue]);
        Tool plain = await Tool.RunAsync(["transcribe", "--speed", "fastest", "--format", "json", file]);

        Assert.That(worked.ExitCode, Is.Zero, worked.Error);
        JsonElement result = results.Documents.Single().GetProperty("result");
        Assert.That(result.GetProperty("text").GetString(), Is.EqualTo(plain.Documents.Single().GetProperty("text").GetString()).And.Not.Empty);
        Assert.That($"{result.GetProperty("segments")}", Is.EqualTo($"{plain.Documents.Single().GetProperty("segments")}"));
    }

    [TestCase("Give either FILEs or --from.", "submit")]
    [TestCase("--speed goes with --transcribe.", "submit", "a.wav", "--speed", "fast")]
    [TestCase("--threshold goes without --transcribe.", "submit", "a.wav", "--transcribe", "--threshold", "0.6")]
    [TestCase("--threshold is outside its range: more than 0, at most 1.", "submit", "a.wav", "--threshold", "7")]
    [TestCase("--results needs --wait.", "submit", "a.wav", "--results", "out.jsonl")]
    [TestCase("--batch must consist of letters, digits, - and _; found 'a.b'.", "submit", "a.wav", "--batch", "a.b")]
    [TestCase("--wait needs --batch.", "status", "--wait")]
    [TestCase("There is no batch 'x'.", "status", "--batch", "x")]
    [TestCase("--name must consist of letters, digits, - and _; found 'a b'.", "status", "--name", "a b")]
    [TestCase("--concurrency must be a whole number, 1 or more; found '0'.", "work", "--concurrency", "0")]
    public async Task BadUsage_IsOneLine(string fault, params string[] arguments)
    {
        Tool run = await Tool.RunAsync(["archive", .. arguments, "--nats", ArchiveTests.Url]);

        Assert.That((run.ExitCode, run.Error, run.Output), Is.EqualTo((2, $"cascade: {fault}\n", "")));
    }

    [Test]
    public async Task NoServer_IsToldInOneLine()
    {
        Tool run = await Tool.RunAsync("archive", "status", "--nats", $"nats://127.0.0.1:{NatsServer.FreePort()}");

        Assert.That((run.ExitCode, run.ErrorLines.Length), Is.EqualTo((1, 1)), run.Error);
        Assert.That(run.Error, Does.StartWith("cascade: NATS: "));
    }
}
