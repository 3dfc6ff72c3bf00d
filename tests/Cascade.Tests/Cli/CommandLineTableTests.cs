using System.Globalization;
using System.Text.Json;

namespace Cascade.Tests.Cli;

[Parallelizable(ParallelScope.All)]
internal sealed class CommandLineTableTests
{
    [TestCase("stream")]
    [TestCase("offline")]
    public async Task Table_HasARowForEverySegment(string mode)
    {
        string[] arguments = ["detect", "--mode", mode, "--max-speech-s", "3", CommandLine.Recording("conversation.wav")];
        CommandLine json = await CommandLine.RunAsync([.. arguments, "--format", "json"]);
        CommandLine table = await CommandLine.RunAsync(arguments, ("LC_ALL", "de_DE.UTF-8")); // the point stays a point

        string[][] rows = [.. table.Output.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(row => row is [var n, _, _, _, ..] && int.TryParse(n, out _) && row[1] != "segments,")];
        string[][] expected = [.. json.Documents.Single().GetProperty("segments").EnumerateArray().Select((s, i) => Row(i + 1, s))];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(table.ExitCode, Is.Zero, table.Error);
            Assert.That(expected, Is.Not.Empty);
            Assert.That(rows.Select(row => row[..4]), Is.EqualTo(expected));
            Assert.That(table.Output, Does.Contain("conversation.wav").And.Contain($"{expected.Length} segments").And.Contain("real-time factor"));
            Assert.That(table.Output, Does.Not.Contain('\u001b'));
            Assert.That(table.Error, Is.Empty);
        }
    }

    [Test]
    public async Task StreamTable_TellsHowEachSegmentEnded()
    {
        CommandLine run = await CommandLine.RunAsync(["detect", "--max-speech-s", "3", CommandLine.Recording("conversation.wav")]);

        Assert.That(run.Output, Does.Contain("silence").And.Contain("maximum speech").And.Contain("end of the stream"));
    }

    private static string[] Row(int number, JsonElement segment)
    {
        double start = segment.GetProperty("startSeconds").GetDouble();
        double end = segment.GetProperty("endSeconds").GetDouble();
        double length = (segment.GetProperty("end").GetInt64() - segment.GetProperty("start").GetInt64()) / 16_000.0;
        return [$"{number}", .. new[] { start, end, length }.Select(seconds => seconds.ToString("F3", CultureInfo.InvariantCulture))];
    }
}
