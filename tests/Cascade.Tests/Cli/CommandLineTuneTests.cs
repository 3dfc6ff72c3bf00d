using System.Globalization;
using System.Text.Json;

namespace Cascade.Tests.Cli;

/// <summary>Tuning, its scores computed anew from what <c>detect</c> finds with the settings.</summary>
[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class CommandLineTuneTests : IDisposable
{
    private static readonly string Conversation = CommandLine.Recording("conversation.wav");
    private static readonly string Labels = CommandLine.Recording("conversation.labels.txt");

    private static readonly Lazy<Task<JsonElement>> Tuned = new(() => TuneAsync(Labels));

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cascade");

    public void Dispose() => _folder.Delete(recursive: true);

    [Test]
    public async Task Recommendation_BeatsTheDefaultsOnPartsThatItWasNotChosenOn()
    {
        JsonElement result = await Tuned.Value;

        double heldOut = result.GetProperty("heldOutScore").GetDouble();
        double defaults = result.GetProperty("defaultsScore").GetDouble();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.GetProperty("isBetterThanDefaults").GetBoolean(), Is.True);
            Assert.That(heldOut, Is.GreaterThan(defaults));
            Assert.That(result.GetProperty("bestScore").GetDouble(), Is.GreaterThanOrEqualTo(heldOut));
            Assert.That(result.GetProperty("recommended").GetRawText(), Is.EqualTo(result.GetProperty("best").GetRawText()));
            Assert.That(result.GetProperty("parts").GetArrayLength(), Is.EqualTo(5));
            Assert.That(result.GetProperty("curve").EnumerateArray().Select(c => c.GetProperty("bestScore").GetDouble()).Max(), Is.EqualTo(result.GetProperty("bestScore").GetDouble()).Within(0.001));
        }
    }

    [TestCase("stream")]
    [TestCase("offline")]
    public async Task Scores_AreThoseOfDetectWithTheSameSettings(string mode)
    {
        JsonElement result = await Tuned.Value;
        bool[] truth = Units([.. (await File.ReadAllLinesAsync(Labels)).Select(line => line.Split('\t')).Select(f => (Seconds(f[0]), Seconds(f[1])))], out int count);

        bool[] best = await DetectAsync(mode, result.GetProperty("best"), count);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(F1(truth, best, 0, count), Is.EqualTo(result.GetProperty("bestScore").GetDouble()).Within(1e-12));
            foreach (JsonElement part in result.GetProperty("parts").EnumerateArray())
            {
                bool[] found = await DetectAsync(mode, part.GetProperty("settings"), count);
                (int first, int end) = ((int)Math.Round(part.GetProperty("start").GetDouble() * 100), (int)Math.Round(part.GetProperty("end").GetDouble() * 100));
                Assert.That(F1(truth, found, first, end), Is.EqualTo(part.GetProperty("tunedScore").GetDouble()).Within(1e-12));
            }
        }
    }

    // The labels are what the defaults find, so nothing can be better.
    [Test]
    public async Task DefaultsThatCannotBeBeaten_AreRecommended()
    {
        CommandLine detect = await CommandLine.RunAsync(["detect", "--engine", "managed", "--format", "audacity", Conversation]);
        string labels = await WriteAsync("own.txt", detect.Output);

        JsonElement result = await TuneAsync(labels);
        CommandLine text = await CommandLine.RunAsync(["tune", Conversation, "--engine", "managed", "--labels", labels]);

        Assert.That(result.GetProperty("isBetterThanDefaults").GetBoolean(), Is.False);
        Assert.That(result.GetProperty("recommended").GetRawText(), Is.EqualTo("""{"threshold":0.5,"exitThreshold":0.35,"minimumSilenceMs":100,"padMs":30}"""));
        Assert.That(text.Output, Does.Contain("Recommended: the defaults"));
    }

    [Test]
    public async Task LabelsOfEveryFormat_AreTheSame()
    {
        (string Start, string End)[] labels = [.. (await File.ReadAllLinesAsync(Labels)).Select(line => line.Split('\t')).Select(f => (f[0], f[1]))];
        string Lines(Func<(string Start, string End), string> line) => string.Concat(labels.Select(l => line(l) + "\n"));
        string[] files =
        [
            await WriteAsync("audacity.txt", Lines(l => $"{l.Start}\t{l.End}\n\\\t100.0\t8000.0").Replace("\n", "\r\n", StringComparison.Ordinal)),
            await WriteAsync("labels.rttm", ";; a comment\n" + Lines(l => $"SPEAKER talk 1 {l.Start} {Seconds(l.End) - Seconds(l.Start):F7} <NA> <NA> a <NA> <NA>")),
            await WriteAsync("plain.csv", Lines(l => $"{l.Start},{l.End},speech")),
            await WriteAsync("heading.csv", "file,number,start,end,length\n" + Lines(l => $"\"a, b\",1,{l.Start},{l.End},0")),
            await WriteAsync("pairs.json", $"[{string.Join(',', labels.Select(l => $"[{l.Start},{l.End}]"))}]"),
            await WriteAsync("objects.json", $$"""{"labels":[{{string.Join(',', labels.Select(l => $$"""{"start":{{l.Start}},"end":{{l.End}}}"""))}}]}"""),
            await WriteAsync("detect.json", $$"""{"segments":[{{string.Join(',', labels.Select(l => $$"""{"start":1,"end":2,"startSeconds":{{l.Start}},"endSeconds":{{l.End}}}"""))}}]}"""),
        ];
        string expected = (await Tuned.Value).GetRawText();
        foreach (string file in files)
        {
            Assert.That((await TuneAsync(file)).GetRawText(), Is.EqualTo(expected), file);
        }
    }

    [Test]
    public async Task Text_HasScoresPartsCurveAndRecommendation()
    {
        string picture = Path.Combine(_folder.FullName, "curve.svg");
        CommandLine run = await CommandLine.RunAsync(["tune", Conversation, "--engine", "managed", "--labels", Labels, "--parts", "3", "-o", picture], ("LC_ALL", "de_DE.UTF-8"));

        string[] lines = run.Output.Split('\n');
        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.ExitCode, Is.Zero, run.Error);
            Assert.That(lines.Count(line => line.Contains("--threshold", StringComparison.Ordinal)), Is.EqualTo(4), "three parts and the recommendation");
            Assert.That(lines.Count(line => line.Contains("##", StringComparison.Ordinal)), Is.EqualTo(19), "a bar for each threshold");
            Assert.That(lines, Has.One.StartsWith("Held-out F1: tuned 0."));
            Assert.That(SvgPicture.Load(picture).Texts.Select(t => t.Words), Has.One.StartsWith("recommended 0.").And.One.StartsWith("defaults 0."));
            Assert.That(SvgPicture.Load(picture).Line("speech"), Has.Length.EqualTo(19));
        }
    }

    [TestCase("", "nothing to tune on")]
    [TestCase("100\t101\tbeyond the end\n", "nothing to tune on")]
    [TestCase("words\n", "found the line 'words'")]
    [TestCase("2\t1\n", "label 1 is from 2 to 1")]
    [TestCase("-1,2\n", "label 1 is from -1 to 2")]
    [TestCase("{\"x\":1}", "These are no labels")]
    [TestCase("[[1", "These are no labels")]
    public async Task LabelsThatCannotBeUsed_AreOneLineAndExitCode1(string content, string words)
    {
        string labels = await WriteAsync("labels", content);

        CommandLine run = await CommandLine.RunAsync(["tune", CommandLine.Recording("monologue.wav"), "--engine", "managed", "--labels", labels]);

        Assert.That((run.ExitCode, run.ErrorLines.Length, run.Output), Is.EqualTo((1, 1, "")), run.Error);
        Assert.That(run.Error, Does.Contain(words));
    }

    private static async Task<bool[]> DetectAsync(string mode, JsonElement settings, int count)
    {
        string[] options =
        [
            "--threshold", settings.GetProperty("threshold").GetRawText(), "--exit-threshold", settings.GetProperty("exitThreshold").GetRawText(),
            "--min-silence-ms", settings.GetProperty("minimumSilenceMs").GetRawText(), "--pad-ms", settings.GetProperty("padMs").GetRawText(), "--min-speech-ms", "0",
        ];
        CommandLine run = await CommandLine.RunAsync(["detect", "--mode", mode, "--engine", "managed", "--format", "json", .. options, Conversation]);
        bool[] found = Units([.. run.Documents.Single().GetProperty("segments").EnumerateArray().Select(s => (s.GetProperty("startSeconds").GetDouble(), s.GetProperty("endSeconds").GetDouble()))], out int units);
        Assert.That(units, Is.EqualTo(count));
        return found;
    }

    private static bool[] Units((double Start, double End)[] speech, out int count)
    {
        count = (int)(384_297 / 160);
        return [.. Enumerable.Range(0, count).Select(i => (i + 0.5) / 100).Select(middle => speech.Any(s => s.Start <= middle + 1e-9 && middle < s.End - 1e-9))];
    }

    private static double F1(bool[] truth, bool[] found, int first, int end)
    {
        int[] units = [.. Enumerable.Range(first, end - first)];
        double hits = units.Count(i => truth[i] && found[i]);
        return 2 * hits / ((2 * hits) + units.Count(i => truth[i] != found[i]));
    }

    private static async Task<JsonElement> TuneAsync(string labels)
    {
        CommandLine run = await CommandLine.RunAsync(["tune", Conversation, "--engine", "managed", "--format", "json", "--labels", labels]);
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        return run.Documents.Single();
    }

    private static double Seconds(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private async Task<string> WriteAsync(string name, string content)
    {
        string path = Path.Combine(_folder.FullName, name);
        await File.WriteAllTextAsync(path, content);
        return path;
    }
}
