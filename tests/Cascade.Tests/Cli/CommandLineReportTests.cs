using System.Globalization;

namespace Cascade.Tests.Cli;

/// <summary>The formats of other tools, read back and compared with the JSON.</summary>
[Parallelizable(ParallelScope.All)]
internal sealed class CommandLineReportTests
{
    private static readonly string Conversation = CommandLine.Recording("conversation.wav");

    [Test]
    public async Task Csv_HasALinePerSegmentUnderOneHeading()
    {
        string monologue = CommandLine.Recording("monologue.wav");
        string[] lines = await LinesAsync("csv", Conversation, monologue);
        (long, long)[] expected = [.. await SegmentsAsync(Conversation), .. await SegmentsAsync(monologue)];

        string[][] rows = [.. lines.Skip(1).Select(line => line.Split(','))];
        Assert.That(lines[0], Is.EqualTo("file,number,start,end,length"));
        Assert.That(rows.Select(r => (Samples(r[2]), Samples(r[3]))), Is.EqualTo(expected));
        Assert.That(rows.Select(r => Samples(r[3]) - Samples(r[2])), Is.EqualTo(rows.Select(r => Samples(r[4]))));
        Assert.That(rows[^1][..2], Is.EqualTo(new[] { monologue, "1" }));
    }

    [Test]
    public async Task CsvOfAFileNamedWithACommaAndQuotes_QuotesTheName()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("cascade");
        string name = Path.Combine(folder.FullName, OperatingSystem.IsWindows() ? "a, b.wav" : "a, \"b\".wav");
        File.Copy(CommandLine.Recording("monologue.wav"), name);

        string[] lines = await LinesAsync("csv", name);
        folder.Delete(recursive: true);

        Assert.That(lines[1], Does.StartWith($"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\",1,"));
    }

    [TestCase("srt", ',')]
    [TestCase("vtt", '.')]
    public async Task Subtitles_HaveACuePerSegment(string format, char point)
    {
        string[] lines = await LinesAsync(format, Conversation);
        (long Start, long End)[] expected = await SegmentsAsync(Conversation);

        string[] cues = [.. lines.Where(line => line.Contains("-->", StringComparison.Ordinal))];
        Assert.That(cues, Is.EqualTo(expected.Select(s => $"{Subtitle(s.Start, point)} --> {Subtitle(s.End, point)}")));
        Assert.That(lines[0], Is.EqualTo(format == "vtt" ? "WEBVTT" : "1"));
        Assert.That(lines.Count(line => line == "Speech 2"), Is.EqualTo(1));
    }

    [Test]
    public async Task Rttm_HasStartsAndLengths()
    {
        string[] lines = await LinesAsync("rttm", Conversation);

        string[][] fields = [.. lines.Select(line => line.Split(' '))];
        Assert.That(fields, Has.All.Length.EqualTo(10));
        Assert.That(fields.Select(f => (Samples(f[3]), Samples(f[3]) + Samples(f[4]))), Is.EqualTo(await SegmentsAsync(Conversation)));
        Assert.That(fields[0][..3], Is.EqualTo(new[] { "SPEAKER", "conversation", "1" }));
    }

    [Test]
    public async Task AudacityLabels_AreStartEndAndText()
    {
        string[] lines = await LinesAsync("audacity", Conversation);

        string[][] fields = [.. lines.Select(line => line.Split('\t'))];
        Assert.That(fields.Select(f => (Samples(f[0]), Samples(f[1]))), Is.EqualTo(await SegmentsAsync(Conversation)));
        Assert.That(fields.Select(f => f[2]), Is.EqualTo(Enumerable.Range(1, fields.Length).Select(n => $"speech {n}")));
    }

    private static async Task<string[]> LinesAsync(string format, params string[] files)
    {
        CommandLine run = await CommandLine.RunAsync(["detect", "--engine", "managed", "--format", format, .. files], ("LC_ALL", "de_DE.UTF-8")); // the point stays a point
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        return run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static async Task<(long Start, long End)[]> SegmentsAsync(string file)
    {
        CommandLine run = await CommandLine.RunAsync(["detect", "--engine", "managed", "--format", "json", file]);
        return [.. run.Documents.Single().GetProperty("segments").EnumerateArray().Select(s => (s.GetProperty("start").GetInt64(), s.GetProperty("end").GetInt64()))];
    }

    private static long Samples(string seconds)
    {
        decimal samples = decimal.Parse(seconds, CultureInfo.InvariantCulture) * 16_000;
        Assert.That(samples, Is.EqualTo(decimal.Truncate(samples)), "a whole sample");
        return (long)samples;
    }

    private static string Subtitle(long samples, char point) =>
        TimeSpan.FromMilliseconds(Math.Round(samples / 16.0, MidpointRounding.AwayFromZero)).ToString($"hh\\:mm\\:ss\\{point}fff", CultureInfo.InvariantCulture);
}
