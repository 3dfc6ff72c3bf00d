using System.Text.Json;

namespace Cascade.Archive.Tests;

/// <summary>Results in PostgreSQL.</summary>
[Category("PostgreSQL")]
[Platform("Linux", Reason = "Debian's folders")]
internal sealed class PostgresTests
{
    [Test]
    public async Task ResultsInPostgres_AreThoseBesideTheQueue()
    {
        await using PostgresServer postgres = await PostgresServer.StartAsync();
        using AudioFolder folder = new();
        string[] files = folder.Add(20, seconds: 2);
        string missing = Path.Combine(folder.FullName, "no.txt");
        await File.WriteAllTextAsync(missing, "no audio");
        string[] inPostgres = [.. ArchiveTests.Queue("postgres"), "--postgres", postgres.Address];
        string[] beside = ArchiveTests.Queue("beside");
        string[] submit = ["archive", "submit", .. files, missing, "--engine", "managed", "--batch", "b"];
        await Tool.RunAsync([.. submit, .. inPostgres]);
        await Tool.RunAsync([.. submit, .. beside]);

        Tool[] worked = await Task.WhenAll(Work(inPostgres), Work(inPostgres), Work(beside));
        Tool results = await Tool.RunAsync(["archive", "status", "--results", "-", .. inPostgres]);
        Tool expected = await Tool.RunAsync(["archive", "status", "--results", "-", .. beside]);
        Tool elsewhere = await Tool.RunAsync(["archive", "status", "--results", "-", .. ArchiveTests.Queue("postgres")]);

        Assert.That(worked.Select(worker => worker.ExitCode), Is.All.Zero, string.Concat(worked.Select(worker => worker.Error)));
        Assert.That(await postgres.AskAsync("select count(*) from cascade_file join cascade_result on key = result_key where archive = 'postgres' and batch = 'b'"), Is.EqualTo(20));
        Assert.That(await postgres.AskAsync("select source from cascade_file where fault is not null"), Is.EqualTo(missing));
        Assert.That(results.Documents.Where(line => line.TryGetProperty("result", out _)).Select(Content), Is.EquivalentTo(expected.Documents.Where(line => line.TryGetProperty("result", out _)).Select(Content)));
        Assert.That(elsewhere.ExitCode, Is.EqualTo(1));
        Assert.That(elsewhere.Error, Does.Contain("Give the --postgres that the workers have."));

        Task<Tool> Work(string[] queue) => Tool.RunAsync(["archive", "work", "--root", folder.FullName, "--until-empty", .. queue]);
        static (string, string) Content(JsonElement line) => (line.GetProperty("key").GetString()!, JsonSerializer.Serialize(line.GetProperty("result").GetProperty("samples")) + Normal(line.GetProperty("result").GetProperty("segments")));
        static string Normal(JsonElement segments) => string.Join(';', segments.EnumerateArray().Select(segment => $"{segment.GetProperty("start")}-{segment.GetProperty("end")}"));
    }
}
