using System.Text.Json;
using Cascade.Tests.Audio;
using CliWrap;

namespace Cascade.Tests.Cli;

/// <summary>Input of every kind, by name and through a pipe. Each case says the same 24 seconds as the recording, so the answers are those of the recording.</summary>
[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class CommandLineFormatTests : IDisposable
{
    private static readonly string Conversation = CommandLine.Recording("conversation.wav");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cascade");

    public void Dispose() => _folder.Delete(recursive: true);

    [Test]
    public async Task HeaderlessInput_IsReadAsStated()
    {
        // An encoding read as another would be noise. The words are the command line's; what they mean is tested with the library.
        (string Word, string[] Sox)[] encodings =
        [
            ("u8", ["-e", "unsigned", "-b", "8"]), ("s16le", ["-e", "signed", "-b", "16", "-L"]), ("s16be", ["-e", "signed", "-b", "16", "-B"]),
            ("s24le", ["-e", "signed", "-b", "24", "-L"]), ("s24be", ["-e", "signed", "-b", "24", "-B"]), ("s32le", ["-e", "signed", "-b", "32", "-L"]),
            ("s32be", ["-e", "signed", "-b", "32", "-B"]), ("f32le", ["-e", "float", "-b", "32", "-L"]), ("f32be", ["-e", "float", "-b", "32", "-B"]),
            ("f64le", ["-e", "float", "-b", "64", "-L"]), ("f64be", ["-e", "float", "-b", "64", "-B"]), ("alaw", ["-e", "a-law"]), ("mulaw", ["-e", "mu-law"]),
        ];
        JsonElement original = await DetectAsync(Conversation);
        foreach ((string word, string[] sox) in encodings)
        {
            string path = PathOf($"{word}.raw");
            ConversionTool.Run("sox", ["-D", Conversation, "-t", "raw", .. sox, path]);

            JsonElement document = await DetectAsync("--raw", $"16000:1:{word}", path);

            Assert.That(document.GetProperty("samples").GetInt64(), Is.EqualTo(original.GetProperty("samples").GetInt64()), word);
            Assert.That(document.GetProperty("segments").GetArrayLength(), Is.EqualTo(original.GetProperty("segments").GetArrayLength()).Within(word == "u8" ? 2 : 0), word);
        }
    }

    [TestCase("stream")]
    [TestCase("offline")]
    public async Task StandardInput_GivesWhatTheFileGives(string mode)
    {
        string raw = PathOf("stereo.raw");
        ConversionTool.Run("sox", ["-D", Conversation, "-r", "48000", "-c", "2", "-e", "float", "-b", "32", "-t", "raw", raw]);
        string[] options = ["--mode", mode, "--raw", "48000:2:f32le", "--probabilities"];

        JsonElement file = await DetectAsync([.. options, raw]);
        JsonElement pipe = await DetectPipedAsync(await File.ReadAllBytesAsync(raw), options);

        AssertSameAnswer(pipe, file);
        Assert.That(file.GetProperty("samples").GetInt64(), Is.EqualTo(384_297));
    }

    [Test]
    public async Task ChannelsEach_AreNamedInEveryFormat()
    {
        string stereo = PathOf("call.wav");
        ConversionTool.Run("sox", ["-D", "-M", Conversation, CommandLine.Recording("monologue.wav"), stereo]);
        string saved = PathOf("each");
        JsonElement each = await DetectAsync("--channels", "each", "--save-segments", saved, stereo);
        (int Channel, long Start, long End)[] found = [.. each.GetProperty("segments").EnumerateArray().Select(s => (s.GetProperty("channel").GetInt32(), s.GetProperty("start").GetInt64(), s.GetProperty("end").GetInt64()))];
        for (int channel = 0; channel < 2; channel++)
        {
            JsonElement one = await DetectAsync("--channel", $"{channel}", stereo);
            Assert.That(
                found.Where(s => s.Channel == channel).Select(s => (s.Start, s.End)),
                Is.EqualTo(one.GetProperty("segments").EnumerateArray().Select(s => (s.GetProperty("start").GetInt64(), s.GetProperty("end").GetInt64()))));
        }

        Assert.That(Directory.GetFiles(saved), Has.Length.EqualTo(found.Length).And.All.Match("-channel[01]\\.wav$"));
        foreach ((string format, string second) in new[] { ("csv", ",1"), ("rttm", "SPEAKER call 2 "), ("srt", "(channel 1)"), ("vtt", "(channel 1)"), ("audacity", "(channel 1)"), ("table", "Channel") })
        {
            Assert.That((await CommandLine.RunAsync(["detect", "--channels", "each", "--format", format, stereo])).Output, Does.Contain(second), format);
        }
    }

    [TestCase(0u, 36u)]
    [TestCase(0xFFFFFFFF, 0xFFFFFFFF)]
    public async Task StreamedWav_IsReadToTheEndOfThePipe(uint dataSize, uint riffSize)
    {
        byte[] audio = WavBytes.Samples(await File.ReadAllBytesAsync(Conversation)).ToArray();
        byte[] wav = WavBuilder.Whole("RIFF", riffSize, WavBuilder.Format(1, 1, 16_000, 16), WavBuilder.Chunk("data", audio, dataSize));

        AssertSameAnswer(await DetectPipedAsync(wav), await DetectAsync(Conversation));
    }

    [TestCase("flac", "stream")]
    [TestCase("flac", "offline")]
    public async Task CompressedFile_GivesWhatTheOriginalGives(string extension, string mode)
    {
        string path = PathOf($"talk.{extension}");
        ConversionTool.Run("ffmpeg", ["-loglevel", "error", "-i", Conversation, path]);
        JsonElement original = await DetectAsync("--mode", mode, Conversation);

        AssertSameAnswer(await DetectAsync("--mode", mode, path), original);
        AssertSameAnswer(await DetectPipedAsync(await File.ReadAllBytesAsync(path), "--mode", mode), original);
    }

    [Test]
    public async Task Channel_IsTheOneListenedTo()
    {
        string raw = PathOf("silent-left.raw");
        ConversionTool.Run("sox", ["-D", Conversation, "-t", "raw", raw, "remix", "0", "1"]);

        JsonElement left = await DetectAsync("--raw", "16000:2:s16le", "--channel", "0", raw);
        JsonElement right = await DetectAsync("--raw", "16000:2:s16le", "--channel", "1", raw);

        Assert.That(left.GetProperty("segments").GetArrayLength(), Is.Zero);
        AssertSameAnswer(right, await DetectAsync(Conversation));
    }

    [TestCase("stream")]
    [TestCase("offline")]
    public async Task ChannelOfAFile_IsTheOneListenedTo(string mode)
    {
        string wav = PathOf("silent-left.wav");
        ConversionTool.Run("sox", ["-D", Conversation, wav, "remix", "0", "1"]);

        JsonElement left = await DetectAsync("--mode", mode, "--channel", "0", wav);
        JsonElement right = await DetectPipedAsync(await File.ReadAllBytesAsync(wav), "--mode", mode, "--channel", "1");
        CommandLine third = await CommandLine.RunAsync(["detect", "--mode", mode, "--channel", "2", wav]);

        Assert.That(left.GetProperty("segments").GetArrayLength(), Is.Zero);
        AssertSameAnswer(right, await DetectAsync("--mode", mode, Conversation));
        Assert.That((third.ExitCode, third.ErrorLines.Length), Is.EqualTo((1, 1)));
        Assert.That(third.Error, Does.Contain(wav).And.Contain("--channel must be less than 2"));
    }

    [TestCase("stream")]
    [TestCase("offline")]
    public async Task SavedSegments_AreConvertedAudio(string mode)
    {
        string stereo = PathOf("talk.wav");
        ConversionTool.Run("sox", ["-D", Conversation, "-r", "48000", "-c", "2", "-b", "24", stereo]);

        JsonElement document = await DetectAsync("--mode", mode, "--pad-ms", "300", "--save-segments", PathOf("saved"), stereo);

        JsonElement[] segments = [.. document.GetProperty("segments").EnumerateArray()];
        string[] saved = [.. Directory.GetFiles(PathOf("saved")).Order()];
        short[] whole = ToSamples(await File.ReadAllBytesAsync(Conversation));
        Assert.That(saved, Has.Length.EqualTo(segments.Length).And.Not.Empty);
        foreach ((string path, JsonElement segment) in saved.Zip(segments))
        {
            int start = segment.GetProperty("start").GetInt32();
            int end = segment.GetProperty("end").GetInt32();
            short[] samples = ToSamples(await File.ReadAllBytesAsync(path));
            Assert.That(samples, Has.Length.EqualTo(end - start));
            long difference = Enumerable.Range(start, Math.Min(end, whole.Length) - start).Sum(i => (long)Math.Abs(whole[i] - samples[i - start]));
            long level = Enumerable.Range(start, Math.Min(end, whole.Length) - start).Sum(i => (long)Math.Abs((int)whole[i]));
            Assert.That(difference, Is.LessThan(level / 4), "the same audio at the same place, but for the highest frequencies");
        }
    }

    [TestCase("stream")]
    [TestCase("offline")]
    public async Task HeaderlessInputThatEndsInsideASample_IsPrintedThenReported(string mode)
    {
        CommandLine run = await CommandLine.PipeAsync(new byte[8_003], ["detect", "--mode", mode, "--format", "json", "--raw", "8000:2:s16le", "-"]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.ExitCode, Is.EqualTo(1));
            Assert.That(run.ErrorLines, Has.Length.EqualTo(1));
            Assert.That(run.Error, Does.Contain("expected 4 bytes").And.Contain("found 3"));
            Assert.That(run.Documents.Single().GetProperty("samples").GetInt64(), Is.EqualTo(4_000));
        }
    }

    [Test]
    public async Task PipeThatIsNoAudio_IsOneLineThatNamesStandardInput()
    {
        CommandLine run = await CommandLine.PipeAsync("No audio at all"u8.ToArray(), ["detect", "-"]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.ExitCode, Is.EqualTo(1));
            Assert.That(run.ErrorLines, Has.Length.EqualTo(1));
            Assert.That(run.Error, Does.StartWith("cascade: '-': "));
        }
    }

    [TestCase]
    [TestCase("--raw", "16000:1:s16le")]
    [TestCase("--mode", "offline", "--save-segments", ".")] // which reads twice, so the pipe is copied first
    [Platform(Exclude = "Win", Reason = "Ctrl+C reaches a whole console there, that of the tests included")]
    public async Task InterruptWhileThePipeIsSilent_EndsWithExitCode130AndLeavesNoCopy(params string[] options)
    {
        byte[] endless = WavBuilder.Whole("RIFF", uint.MaxValue, WavBuilder.Format(1, 1, 16_000, 16), WavBuilder.Chunk("data", new byte[100_000], uint.MaxValue));
        TaskCompletionSource written = new(); // more than a pipe holds: it is at work
        PipeSource silent = PipeSource.Create(async (input, ended) =>
        {
            await input.WriteAsync(endless, ended);
            written.TrySetResult();
            await Task.Delay(Timeout.Infinite, ended);
        });
        Command command = CommandLine.Describe(["detect", .. options, "-"], ("TMPDIR", _folder.FullName)).WithStandardInputPipe(silent);
        CommandLine run = await CommandLine.SignalAsync(command, written.Task, "INT");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.ExitCode, Is.EqualTo(130), run.Error);
            Assert.That(run.Error, Is.Empty);
            Assert.That(_folder.GetFiles("*.tmp"), Is.Empty);
        }
    }

    private static async Task<JsonElement> DetectAsync(params string[] arguments) =>
        Single(await CommandLine.RunAsync(["detect", "--engine", "managed", "--format", "json", .. arguments]));

    private static async Task<JsonElement> DetectPipedAsync(byte[] input, params string[] arguments) =>
        Single(await CommandLine.PipeAsync(input, ["detect", "--engine", "managed", "--format", "json", .. arguments, "-"]));

    private static JsonElement Single(CommandLine run)
    {
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        return run.Documents.Single();
    }

    private static void AssertSameAnswer(JsonElement found, JsonElement expected) =>
        Assert.That(Answer(found), Is.EqualTo(Answer(expected)));

    // All but the name.
    private static string Answer(JsonElement document) =>
        string.Join('\n', document.EnumerateObject().Where(property => property.Name != "file").Select(property => property.ToString()));

    private static short[] ToSamples(byte[] wav) => System.Runtime.InteropServices.MemoryMarshal.Cast<byte, short>(WavBytes.Samples(wav)).ToArray();

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
