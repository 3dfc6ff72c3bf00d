using Cascade.Tests.Audio;

namespace Cascade.Tests;

/// <summary>Files that are not what they say.</summary>
public sealed class FileTests
{
    private string _path = "";

    [SetUp]
    public void NameFile() => _path = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{TestContext.CurrentContext.Test.ID}.wav");

    [TearDown]
    public void DeleteFile() => File.Delete(_path);

    [Test]
    public async Task Truncated_TheOfflineResultSaysSo()
    {
        await File.WriteAllBytesAsync(_path, Truncated());
        SpeechTimestamps result = await SpeechTimestamps.DetectFileAsync(_path);
        Assert.That(result.Samples, Is.EqualTo(1500));
        Assert.That(result.Truncation, Has.Property("Path").EqualTo(_path).And.Property("Message").Contains("4096").And.Property("Message").Contains("3000"));
    }

    [Test]
    public async Task Truncated_TheStreamGivesEverythingAndThenFails()
    {
        await File.WriteAllBytesAsync(_path, Truncated());
        await using StreamProcessor processor = new(new StreamProcessorOptions(), () => new ScriptedInference(1f));
        List<CascadeResult> results = [];
        AudioFormatException error = (await Assert.ThrowsAsync<AudioFormatException>(async () =>
        {
            await foreach (CascadeResult result in processor.ProcessFileAsync(_path))
            {
                results.Add(result);
            }
        }))!;
        Assert.That(error.Message, Does.Contain(_path).And.Contain("cut off"));
        Assert.That(((SpeechSegment)results.Single()).EndSample, Is.EqualTo(1500));
    }

    [TestCase("", "nothing")]
    [TestCase("RIFF and nothing else", "52494646")]
    [TestCase("a text file", "61207465")]
    public async Task FileThatIsNoAudio_IsRefusedWithWhatWasFound(string content, string found)
    {
        await File.WriteAllTextAsync(_path, content);
        await using StreamProcessor processor = new();
        AudioFormatException error = (await Assert.ThrowsAsync<AudioFormatException>(async () => await processor.ProcessFileAsync(_path).ToListAsync()))!;
        Assert.That(error.Message, Does.Contain(_path).And.Contain("expected WAV").And.Contain(found));
    }

    [Test]
    public async Task MissingFile_IsTheFileSystemsError() =>
        await Assert.ThrowsAsync<FileNotFoundException>(() => SpeechTimestamps.DetectFileAsync(_path));

    [Test]
    public async Task NoSamples_GiveNoSpeech()
    {
        await File.WriteAllBytesAsync(_path, Wav([]));
        SpeechTimestamps result = await SpeechTimestamps.DetectFileAsync(_path);
        Assert.That((result.Samples, result.Speech.Count, result.Truncation), Is.EqualTo((0L, 0, (AudioFormatException?)null)));
    }

    private static byte[] Truncated() => Wav(new byte[4096])[..^1096];

    private static byte[] Wav(byte[] audio) => WavBuilder.Simple(audio);
}
