using System.Text.Json;
using CliWrap;

namespace Cascade.Tests.Cli;

[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class CommandLineInputTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cascade");

    public void Dispose() => _folder.Delete(recursive: true);

    [TestCase("stream")]
    [TestCase("offline")]
    public async Task TruncatedFile_IsPrintedThenReported(string mode)
    {
        const int keptSamples = 100_000;
        byte[] whole = await File.ReadAllBytesAsync(CommandLine.Recording("conversation.wav"));
        string truncated = await WriteAsync("truncated.wav", whole[..(WavBytes.SamplesStart(whole) + (keptSamples * 2) + 1)]);

        CommandLine run = await CommandLine.RunAsync(["detect", "--mode", mode, "--format", "json", truncated, CommandLine.Recording("monologue.wav")]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.ExitCode, Is.EqualTo(1));
            Assert.That(run.ErrorLines, Has.Length.EqualTo(1));
            Assert.That(run.Error, Does.Contain("truncated.wav"));
            Assert.That(run.Documents.Select(d => d.GetProperty("samples").GetInt64()), Is.EqualTo(new[] { keptSamples, 270_000 }));
            Assert.That(run.Documents[0].GetProperty("segments").EnumerateArray().Last().GetProperty("end").GetInt64(), Is.LessThanOrEqualTo(keptSamples));
        }
    }

    [Test]
    public async Task QuietRecording_IsHeardWithAutomaticGain()
    {
        byte[] wav = await File.ReadAllBytesAsync(CommandLine.Recording("conversation.wav"));
        int start = WavBytes.SamplesStart(wav);
        for (int i = start; i + 1 < wav.Length; i += 2)
        {
            BitConverter.TryWriteBytes(wav.AsSpan(i), (short)(BitConverter.ToInt16(wav, i) / 512));
        }

        string quiet = await WriteAsync("quiet.wav", wav);
        CommandLine without = await CommandLine.RunAsync(["detect", "--format", "json", quiet]);
        CommandLine with = await CommandLine.RunAsync(["detect", "--format", "json", "--automatic-gain", quiet]);
        Assert.That(without.Documents[0].GetProperty("segments").GetArrayLength(), Is.Zero);
        Assert.That(with.Documents[0].GetProperty("segments").GetArrayLength(), Is.GreaterThan(0));
    }

    [TestCase("stream")]
    [TestCase("offline")]
    public async Task UnusableFiles_AreALineEachAndTheOthersAreDone(string mode)
    {
        byte[] whole = await File.ReadAllBytesAsync(CommandLine.Recording("conversation.wav"));
        string[] unusable =
        [
            Path.Combine(_folder.FullName, "missing.wav"),
            _folder.FullName,
            await WriteAsync("empty.wav", []),
            await WriteAsync("text.wav", "Not a WAV file.\nAt all."u8.ToArray()),
            await WriteAsync("header.wav", whole[..WavBytes.SamplesStart(whole)]),
            await WriteAsync("half-header.wav", whole[..20]),
        ];

        CommandLine run = await CommandLine.RunAsync(["detect", "--mode", mode, "--format", "json", .. unusable, CommandLine.Recording("monologue.wav")]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.ExitCode, Is.EqualTo(1));
            Assert.That(run.ErrorLines, Has.Length.EqualTo(unusable.Length));
            Assert.That(run.ErrorLines.Zip(unusable), Has.All.Matches<(string Line, string File)>(pair => pair.Line.Contains(pair.File, StringComparison.Ordinal)));
            Assert.That(run.Documents.Single().GetProperty("file").GetString(), Is.EqualTo(CommandLine.Recording("monologue.wav")));
        }
    }

    [TestCase("stream")]
    [TestCase("offline")]
    public async Task FileWithoutSamples_HasNoSpeech(string mode)
    {
        string file = await WriteAsync("nothing.wav", WavBytes.Make([]));

        CommandLine run = await CommandLine.RunAsync(["detect", "--mode", mode, "--format", "json", "--probabilities", file]);

        JsonElement document = run.Documents.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.ExitCode, Is.Zero, run.Error);
            Assert.That(document.GetProperty("samples").GetInt64(), Is.Zero);
            Assert.That(document.GetProperty("segments").GetArrayLength(), Is.Zero);
            Assert.That(document.GetProperty("probabilities").GetArrayLength(), Is.Zero);
        }
    }

    [TestCase("stream")]
    [TestCase("offline")]
    public async Task MissingNativeLibrary_IsOneLineForAllFiles(string mode)
    {
        CommandLine run = await CommandLine.RunWithoutOnnxRuntimeAsync(
            ["detect", "--engine", "onnx", "--mode", mode, CommandLine.Recording("monologue.wav"), CommandLine.Recording("conversation.wav")]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.ExitCode, Is.EqualTo(1));
            Assert.That(run.ErrorLines, Has.Length.EqualTo(1));
            Assert.That(run.Error, Does.Contain("package Microsoft.ML.OnnxRuntime").And.Contain("VadEngine.Managed"));
            Assert.That(run.Output, Is.Empty);
        }
    }

    [Test]
    public async Task SpeechOfMoreThanAMinute_IsOneSegmentUnlessAMaximumIsGiven()
    {
        byte[] monologue = WavBytes.Samples(await File.ReadAllBytesAsync(CommandLine.Recording("monologue.wav"))).ToArray();
        byte[] speech = monologue[(20_000 * 2)..(230_000 * 2)];
        string file = await WriteAsync("long.wav", WavBytes.Make([.. Enumerable.Repeat(speech, 5).SelectMany(part => part)]));

        CommandLine unbounded = await CommandLine.RunAsync(["detect", "--format", "json", file]);
        CommandLine bounded = await CommandLine.RunAsync(["detect", "--format", "json", "--max-speech-s", "60", file]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(unbounded.Documents.Single().GetProperty("segments").GetArrayLength(), Is.EqualTo(1));
            Assert.That(bounded.Documents.Single().GetProperty("segments").GetArrayLength(), Is.EqualTo(2));
        }
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "Ctrl+C reaches a whole console there, that of the tests included")]
    public async Task Interrupt_EndsWithExitCode130()
    {
        string endless = await WriteAsync("endless.wav", WavBytes.Make([], declaredBytes: 1 << 30));
        using (FileStream file = File.OpenWrite(endless))
        {
            file.SetLength(1 << 30); // sparse: nine hours of silence
        }

        TaskCompletionSource first = new(); // the command is at work
        Command command = CommandLine.Describe(["detect", "--format", "json", CommandLine.Recording("silence-and-noise.wav"), endless]).WithStandardOutputPipe(PipeTarget.ToDelegate(_ => first.TrySetResult()));
        CommandLine run = await CommandLine.SignalAsync(command, first.Task, "INT");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.Documents.Single().GetProperty("file").GetString(), Does.Contain("silence-and-noise.wav"));
            Assert.That(run.ExitCode, Is.EqualTo(130));
            Assert.That(run.Error, Is.Empty);
        }
    }

    private async Task<string> WriteAsync(string name, byte[] bytes)
    {
        string path = Path.Combine(_folder.FullName, name);
        await File.WriteAllBytesAsync(path, bytes);
        return path;
    }
}
