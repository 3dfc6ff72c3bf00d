using System.Text.Json;
using Cascade.Tests.Audio;

namespace Cascade.Tests.Cli;

/// <summary>Recordings of the field on the command line.</summary>
[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class CommandLineRecordingTests : IDisposable
{
    private static readonly string Monologue = CommandLine.Recording("monologue.wav");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cascade");

    public void Dispose() => _folder.Delete(recursive: true);

    [TestCase("stream")]
    [TestCase("offline")]
    public async Task SavedAudioOfTelephony_PlaysAtItsSpeed(string mode)
    {
        string call = PathOf("call.wav");
        ConversionTool.Run("sox", ["-D", Monologue, "-r", "8000", "-e", "mu-law", call]);

        JsonElement found = await DetectAsync("--mode", mode, "--native-8khz", "--save-segments", PathOf("saved"), call);

        JsonElement[] segments = [.. found.GetProperty("segments").EnumerateArray()];
        Assert.That(segments, Is.Not.Empty);
        foreach ((string path, JsonElement segment) in Directory.GetFiles(PathOf("saved")).Order().Zip(segments))
        {
            await using AudioFile saved = await AudioFile.OpenAsync(path);
            double seconds = segment.GetProperty("endSeconds").GetDouble() - segment.GetProperty("startSeconds").GetDouble();
            Assert.That(saved.Duration!.Value.TotalSeconds, Is.EqualTo(seconds).Within(0.001));
        }
    }

    [Test]
    public async Task BigEndianFile_GivesWhatTheOriginalGives()
    {
        ConversionTool.Run("sox", ["-D", Monologue, "-B", PathOf("big.wav")]);

        Assert.That(Borders(await DetectAsync("--engine", "managed", PathOf("big.wav"))), Is.EqualTo(Borders(await DetectAsync("--engine", "managed", Monologue))));
    }

    [TestCase("detect", false)]
    [TestCase("detect", true)]
    [TestCase("plot", false)]
    public async Task AudioThatIsLeftUnread_IsAWarningWithItsBytes(string command, bool piped)
    {
        byte[] audio = WavBytes.Samples(await File.ReadAllBytesAsync(Monologue)).ToArray();
        byte[] wav = WavBuilder.Riff(WavBuilder.Format(1, 1, 16_000, 16), WavBuilder.Chunk("data", audio, 300_000));
        await File.WriteAllBytesAsync(PathOf("short.wav"), wav);
        string[] arguments = command == "detect" ? ["detect", "--engine", "managed", "--format", "json"] : ["plot", "--engine", "managed", "-o", PathOf("short.svg")];

        CommandLine run = piped ? await CommandLine.PipeAsync(wav, [.. arguments, "-"]) : await CommandLine.RunAsync([.. arguments, PathOf("short.wav")]);

        Assert.That((run.ExitCode, run.ErrorLines.Length), Is.EqualTo((0, 1)), run.Error);
        Assert.That(run.Error, Does.StartWith("cascade: warning: ").And.Contain($"{audio.Length - 300_000} bytes").And.Contain(piped ? "'-'" : "short.wav"));
        if (command == "detect")
        {
            Assert.That(run.Documents.Single().GetProperty("unreadBytes").GetInt64(), Is.EqualTo(audio.Length - 300_000));
        }
    }

    [TestCase(null, "1")]
    [TestCase("0", "1")]
    [TestCase("1", "2")]
    public async Task Rttm_HasTheChannelThatWasListenedTo(string? channel, string written)
    {
        ConversionTool.Run("sox", ["-D", Monologue, PathOf("stereo.wav"), "remix", "1", "1"]);

        CommandLine run = await CommandLine.RunAsync(["detect", "--engine", "managed", "--format", "rttm", .. channel is null ? Array.Empty<string>() : ["--channel", channel], PathOf("stereo.wav")]);

        Assert.That(run.Output, Does.StartWith($"SPEAKER stereo {written} "));
    }

    private static async Task<JsonElement> DetectAsync(params string[] arguments)
    {
        CommandLine run = await CommandLine.RunAsync(["detect", "--format", "json", .. arguments]);
        Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, "")));
        return run.Documents.Single();
    }

    private static string Borders(JsonElement document) => document.GetProperty("segments").GetRawText();

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
