using System.Text.Json;
using Cascade.Tests.Audio;

namespace Cascade.Tests.Cli;

/// <summary>Label files as corpora and other tools write them, and what tuning is for.</summary>
[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class CommandLineLabelTests : IDisposable
{
    private static readonly string Conversation = CommandLine.Recording("conversation.wav");
    private static readonly string Labels = CommandLine.Recording("conversation.labels.txt");
    private static readonly Lazy<Task<string>> Expected = new(async () => await ScoresAsync(["--labels", Labels]));

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cascade");

    public void Dispose() => _folder.Delete(recursive: true);

    [Test]
    public async Task LabelsOfSeveralRecordings_AreThoseOfTheRecordingOnly()
    {
        string rttm = Lines((start, end, i) => $"SPEAKER conversation 1 {start} {Length(start, end)} <NA> <NA> a <NA> <NA>\nSPEAKER other 1 {i} 0.9 <NA> <NA> a <NA> <NA>");
        string tabs = rttm.Replace(' ', '\t');
        string csv = "file,number,start,end,length\n" + Lines((start, end, i) => $"\"a, folder/conversation.wav\",1,{start},{end},0\n\"another,\"\"1\"\".wav\",1,{i},{i + 0.9},0");
        string json = $$"""{"file":"x/conversation.wav","segments":[{{string.Join(',', Pairs().Select(p => $$"""{"start":1,"end":2,"startSeconds":{{p.Start}},"endSeconds":{{p.End}}}"""))}}]}""" + "\n" + """{"file":"other.wav","segments":[{"start":0.5,"end":1.5}]}""";
        foreach ((string name, string content) in new[] { ("a.rttm", rttm), ("b.rttm", tabs), ("c.csv", csv), ("d.json", json) })
        {
            Assert.That(await ScoresAsync(["--labels", await WriteAsync(name, content)]), Is.EqualTo(await Expected.Value), name);
        }

        string renamed = await WriteAsync("e.rttm", rttm.Replace("conversation", "call-17", StringComparison.Ordinal));
        Assert.That(await ScoresAsync(["--labels", renamed, "--recording", "call-17"]), Is.EqualTo(await Expected.Value));
    }

    [Test]
    public async Task LabelsOfOneOtherName_AreTaken() => Assert.That(
        await ScoresAsync(["--labels", await WriteAsync("a.rttm", Lines((start, end, _) => $"SPEAKER talk 1 {start} {Length(start, end)} <NA> <NA> a <NA> <NA>"))]),
        Is.EqualTo(await Expected.Value));

    [Test]
    public async Task LabelsOfSeveralChannels_AreThoseOfTheChannel()
    {
        string stereo = Path.Combine(_folder.FullName, "conversation.wav");
        ConversionTool.Run("sox", ["-D", Conversation, stereo, "remix", "0", "1"]);
        string labels = await WriteAsync("a.rttm", Lines((start, end, i) => $"SPEAKER conversation 1 {i} 0.9 <NA> <NA> a <NA> <NA>\nSPEAKER conversation 2 {start} {Length(start, end)} <NA> <NA> b <NA> <NA>"));

        Assert.That(await ScoresAsync(["--labels", labels, "--channel", "1"], stereo), Is.EqualTo(await Expected.Value));
    }

    [TestCase("SPEAKER a 1 0 1 x\nSPEAKER b 1 1 1 x\n", "The labels are of 'a', 'b', and none is")]
    [TestCase("file,start,end\nx/conversation.wav,0,1\ny/conversation.wav,1,2\n", "and several may be")]
    [TestCase("SPEAKER\ta\t1\tzero\t1\n", "found the line")]
    [TestCase("SPEAKER a 1\n", "found the line")]
    [TestCase("[[1]]", "found [1]")]
    [TestCase("[1,2]", "found 1")]
    [TestCase("[[\"a\",\"b\"]]", "found [\"a\",\"b\"]")]
    [TestCase("[null]", "found null")]
    [TestCase("[{\"start\":1}]", "found {\"start\":1}")]
    [TestCase("[{\"start\":\"1\",\"end\":2}]", "found {")]
    [TestCase("{\"segments\":{}}", "found {\"segments\":{}}")]
    [TestCase("{\"labels\":3}", "found {")]
    [TestCase("[[1e999,2]]", "These are no labels")]
    public async Task LabelsOfAnotherShape_AreOneLineAndExitCode1(string content, string words)
    {
        CommandLine run = await CommandLine.RunAsync(["tune", Conversation, "--engine", "managed", "--labels", await WriteAsync("labels", content)]);

        Assert.That((run.ExitCode, run.ErrorLines.Length, run.Output), Is.EqualTo((1, 1, "")), run.Error);
        Assert.That(run.Error, Does.Contain(words));
    }

    // Mixtures with noise of half the level, in which the goal of equal cover gives up beginnings.
    [TestCase("pinknoise", "1")]
    [TestCase("whitenoise", "2")]
    public async Task GoalOfARecognizer_CutsFewerBeginnings(string noise, string seed)
    {
        string mixture = Path.Combine(_folder.FullName, "mixture.wav");
        ConversionTool.Run("sox", ["-D", "-R", Conversation, Path.Combine(_folder.FullName, "noise.wav"), "synth", noise, "vol", "0.05", "trim", $"0.{seed}"]);
        ConversionTool.Run("sox", ["-D", "-m", Conversation, Path.Combine(_folder.FullName, "noise.wav"), mixture]);

        double plain = await CutAsync(mixture, "f1");
        double recognizer = await CutAsync(mixture, "recognizer");

        TestContext.Out.WriteLine($"{noise}: {plain:F3} s and {recognizer:F3} s of beginnings are cut");
        Assert.That(recognizer, Is.LessThan(plain));
    }

    [TestCase(19.9, false)]
    [TestCase(20.1, true)]
    public async Task RecordingThatIsTooShort_IsNotAdvisedOn(double seconds, bool isLongEnough)
    {
        string part = Path.Combine(_folder.FullName, "part.wav");
        ConversionTool.Run("sox", ["-D", Conversation, part, "trim", "0", seconds.ToString(System.Globalization.CultureInfo.InvariantCulture)]);

        CommandLine json = await CommandLine.RunAsync(["tune", part, "--engine", "managed", "--format", "json", "--labels", Labels]);
        CommandLine text = await CommandLine.RunAsync(["tune", part, "--engine", "managed", "--labels", Labels]);

        JsonElement result = json.Documents.Single();
        Assert.That(result.GetProperty("isLongEnough").GetBoolean(), Is.EqualTo(isLongEnough));
        Assert.That(text.Output.Contains("less than 20 s of audio is too little", StringComparison.Ordinal), Is.Not.EqualTo(isLongEnough));
        Assert.That(isLongEnough || result.GetProperty("recommended").GetProperty("threshold").GetDouble() == 0.5);
    }

    [Test]
    public async Task RecordingThatIsCutOff_IsTunedAndTold()
    {
        string part = Path.Combine(_folder.FullName, "part.wav");
        await File.WriteAllBytesAsync(part, (await File.ReadAllBytesAsync(Conversation))[..^22]);

        CommandLine run = await CommandLine.RunAsync(["tune", part, "--engine", "managed", "--format", "json", "--labels", Labels]);

        Assert.That((run.ExitCode, run.ErrorLines.Length, run.Documents.Length), Is.EqualTo((1, 1, 1)), run.Error);
    }

    // Seconds of the beginnings (200 ms) of labelled speech that the best settings of a goal do not find.
    private static async Task<double> CutAsync(string mixture, string goal)
    {
        CommandLine tune = await CommandLine.RunAsync(["tune", mixture, "--engine", "managed", "--format", "json", "--goal", goal, "--labels", Labels]);
        JsonElement best = tune.Documents.Single().GetProperty("best");
        CommandLine detect = await CommandLine.RunAsync(
        [
            "detect", "--engine", "managed", "--format", "json", "--threshold", best.GetProperty("threshold").GetRawText(), "--exit-threshold", best.GetProperty("exitThreshold").GetRawText(),
            "--min-silence-ms", best.GetProperty("minimumSilenceMs").GetRawText(), "--pad-ms", best.GetProperty("padMs").GetRawText(), mixture,
        ]);
        (double Start, double End)[] found = [.. detect.Documents.Single().GetProperty("segments").EnumerateArray().Select(s => (s.GetProperty("startSeconds").GetDouble(), s.GetProperty("endSeconds").GetDouble()))];
        return Pairs().Sum(label => Enumerable.Range(0, 20).Select(i => Seconds(label.Start) + (i / 100.0) + 0.005).Count(at => !found.Any(s => s.Start <= at && at < s.End)) / 100.0);
    }

    private static async Task<string> ScoresAsync(string[] options, string? file = null)
    {
        CommandLine run = await CommandLine.RunAsync(["tune", file ?? Conversation, "--engine", "managed", "--format", "json", .. options]);
        Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, "")));
        return string.Join('\n', run.Documents.Single().EnumerateObject().Where(p => p.Name != "file"));
    }

    private static (string Start, string End)[] Pairs() => [.. File.ReadAllLines(Labels).Select(line => line.Split('\t')).Select(f => (f[0], f[1]))];

    private static string Lines(Func<string, string, int, string> line) => string.Concat(Pairs().Select((p, i) => line(p.Start, p.End, i) + "\n"));

    private static string Length(string start, string end) => (Seconds(end) - Seconds(start)).ToString("F7", System.Globalization.CultureInfo.InvariantCulture);

    private static double Seconds(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private async Task<string> WriteAsync(string name, string content)
    {
        string path = Path.Combine(_folder.FullName, name);
        await File.WriteAllTextAsync(path, content);
        return path;
    }
}
