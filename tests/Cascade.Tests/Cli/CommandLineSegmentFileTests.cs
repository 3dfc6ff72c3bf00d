using System.Text.Json;

namespace Cascade.Tests.Cli;

[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class CommandLineSegmentFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cascade");

    public void Dispose() => _folder.Delete(recursive: true);

    // The pads and the maximum make segments touch each other and both ends of the recording.
    [TestCase("stream", "--pad-ms", "300")]
    [TestCase("stream", "--max-speech-s", "2")]
    [TestCase("offline")]
    public async Task SavedSegments_AreTheRangesOfTheInput(string mode, params string[] arguments)
    {
        byte[] samples = WavBytes.Samples(await File.ReadAllBytesAsync(CommandLine.Recording("conversation.wav"))).ToArray();
        string input = Path.Combine(_folder.FullName, "talk.wav");
        await File.WriteAllBytesAsync(input, WavBytes.Make(samples));
        string output = Path.Combine(_folder.FullName, "new", "segments");

        CommandLine run = await CommandLine.RunAsync(["detect", "--mode", mode, "--format", "json", "--save-segments", output, .. arguments, input]);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        (int Start, int End)[] segments =
            [.. run.Documents.Single().GetProperty("segments").EnumerateArray().Select(s => (s.GetProperty("start").GetInt32(), s.GetProperty("end").GetInt32()))];
        Assert.That(segments, Is.Not.Empty);
        Assert.That(Directory.GetFiles(output).Order().Select(Path.GetFileName), Is.EqualTo(segments.Select((s, i) => $"talk-{i + 1:D3}-{s.Start}.wav")));
        foreach ((string file, (int start, int end)) in Directory.GetFiles(output).Order().Zip(segments))
        {
            byte[] saved = await File.ReadAllBytesAsync(file);
            Assert.That(WavBytes.Samples(saved).SequenceEqual(samples.AsSpan(start * 2, (end - start) * 2)), Is.True, file);
        }
    }

    [Test]
    public async Task SavedSegments_CanBeReadAgain()
    {
        CommandLine saving = await CommandLine.RunAsync(
            ["detect", "--format", "json", "--save-segments", _folder.FullName, CommandLine.Recording("conversation.wav")]);
        CommandLine reading = await CommandLine.RunAsync(["detect", "--format", "json", .. _folder.GetFiles().Select(f => f.FullName).Order()]);

        Assert.That(reading.ExitCode, Is.Zero, reading.Error);
        Assert.That(
            reading.Documents.Select(d => d.GetProperty("samples").GetInt64()),
            Is.EqualTo(saving.Documents.Single().GetProperty("segments").EnumerateArray().Select(s => s.GetProperty("end").GetInt64() - s.GetProperty("start").GetInt64())));
    }

    [Test]
    public async Task FilesOfTheSameName_KeepTheirSegmentsApart()
    {
        string recording = CommandLine.Recording("monologue.wav");

        CommandLine run = await CommandLine.RunAsync(["detect", "--format", "json", "--save-segments", _folder.FullName, recording, recording]);

        JsonElement[] segments = [.. run.Documents.SelectMany(d => d.GetProperty("segments").EnumerateArray())];
        Assert.That(segments, Has.Length.EqualTo(2));
        Assert.That(_folder.GetFiles(), Has.Length.EqualTo(segments.Length));
    }

    [Test]
    public async Task FolderThatCannotBeMade_IsOneLineAndExitCode1()
    {
        string recording = CommandLine.Recording("monologue.wav");

        CommandLine run = await CommandLine.RunAsync(["detect", "--save-segments", recording, recording]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.ExitCode, Is.EqualTo(1));
            Assert.That(run.ErrorLines, Has.Length.EqualTo(1));
            Assert.That(run.Output, Is.Empty);
        }
    }
}
