using System.Text.Json;

namespace Cascade.Tests.Cli;

/// <summary><c>speak</c> and <c>transcribe</c>, with the voices and the recognizer of the machine.</summary>
internal sealed class CommandLineSpeechTests
{
    private string _folder;

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("cascade-speech").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task SpokenText_IsTranscribed()
    {
        string wav = await SpeakAsync();
        CommandLine text = await CommandLine.RunAsync(["transcribe", wav]);
        Assert.That((text.ExitCode, text.Output, text.Error), Is.EqualTo((0, "hello how are you today\n", "")));

        CommandLine subtitles = await CommandLine.RunAsync(["transcribe", wav, "--format", "srt"]);
        Assert.That(subtitles.Output, Does.Match(@"^1\n00:00:00,\d{3} --> 00:00:01,\d{3}\nhello how are you today\n\n$"));
    }

    [Test]
    public async Task StandardInput_ChannelsApart_GivesEachChannelItsText()
    {
        byte[] mono = (await File.ReadAllBytesAsync(await SpeakAsync()))[44..];
        byte[] stereo = new byte[mono.Length * 2]; // the second channel is silent
        for (int i = 0; i < mono.Length; i += 2)
        {
            mono.AsSpan(i, 2).CopyTo(stereo.AsSpan(i * 2));
        }

        CommandLine run = await CommandLine.PipeAsync(stereo, ["transcribe", "-", "--raw", "16000:2:s16le", "--channels", "each", "--format", "json"]);
        JsonElement segment = run.Documents.Single().GetProperty("segments").EnumerateArray().Single();
        Assert.That(segment.GetProperty("channel").GetInt32(), Is.Zero);
        Assert.That(segment.GetProperty("text").GetString(), Is.EqualTo("hello how are you today"));
        Assert.That(segment.GetProperty("words").GetArrayLength(), Is.EqualTo(5));
    }

    [Test]
    public async Task MissingModel_IsOneLineOnStandardError()
    {
        CommandLine run = await CommandLine.RunAsync(["transcribe", CommandLine.Recording("conversation.wav"), "--model", _folder]);
        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.ErrorLines.Single(), Does.Contain(_folder).And.Contain("apt-get install"));
    }

    private async Task<string> SpeakAsync()
    {
        string wav = Path.Combine(_folder, "hello.wav");
        CommandLine run = await CommandLine.RunAsync(["speak", "Hello, how are you today?", "-o", wav, "--words"]);
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.ErrorLines.Select(line => line.Split('\t')[2]), Is.EqualTo(new[] { "hello", "how", "are", "you", "today" }));
        return wav;
    }
}
