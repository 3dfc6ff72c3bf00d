namespace Cascade.Tests.Audio;

/// <summary>Files that only ffmpeg can read, and their times. The speech is one segment, so that its borders tell whether it was read rightly.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class FieldFileTests
{
    private static readonly VadEngine Engine = VadEngine.Managed();

    private string _folder = null!;

    [OneTimeSetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("cascade-tests-").FullName;

    [OneTimeTearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [TestCase("wav", "adpcm_ms", "Microsoft ADPCM")]
    [TestCase("wav", "adpcm_ima_wav", "IMA ADPCM")]
    [TestCase("wav", "adpcm_yamaha", "Yamaha ADPCM")]
    [TestCase("wav", "g726", "G.726", "-ar", "8000", "-b:a", "32k")]
    [TestCase("wav", "libmp3lame", "MP3")]
    [TestCase("wav", "wmav2", "Windows Media Audio")]
    [TestCase("wav", "pcm_s64le", "samples of 64 bits")]
    [TestCase("au", "pcm_mulaw", "known kind")]
    [TestCase("w64", "pcm_s16le", "known kind")]
    [TestCase("caf", "pcm_s16be", "known kind")]
    [TestCase("asf", "wmav2", "known kind")]
    [TestCase("mpegts", "mp2", "known kind")]
    public async Task KindThatFfmpegKnows_IsReadOrRefusedWithTheTrueReason(string container, string codec, string reason, params string[] options)
    {
        string path = Path.Combine(_folder, $"{codec}.{container}");
        ConversionTool.Run("ffmpeg", ["-loglevel", "error", "-i", Recording.Monologue.Path, "-c:a", codec, .. options, "-f", container, path]);

        await AssertSpeechAsync(path, reason);
    }

    [Test]
    public async Task GsmAsTelephoneSystemsWriteIt_IsReadOrRefusedWithTheTrueReason()
    {
        string path = Path.Combine(_folder, "gsm.wav");
        ConversionTool.Run("sox", ["-D", Recording.Monologue.Path, "-r", "8000", "-e", "gsm-full-rate", path]);

        await AssertSpeechAsync(path, "GSM 6.10");
    }

    [Test]
    public async Task QuickTimeWithoutItsType_IsRead()
    {
        string path = Path.Combine(_folder, "old.mov");
        ConversionTool.Run("ffmpeg", ["-loglevel", "error", "-i", Recording.Monologue.Path, "-c:a", "pcm_s16be", path]);
        byte[] mov = await File.ReadAllBytesAsync(path);
        "free"u8.CopyTo(mov.AsSpan(4)); // in place of ftyp, as before there was one
        await File.WriteAllBytesAsync(path, mov);

        await AssertSpeechAsync(path, "known kind");
    }

    [TestCase(5_000, 0)]
    [TestCase(0, 50)]
    [TestCase(0, 5_001)]
    public async Task Mp3ThatDoesNotBeginWithAFrame_IsFound(int zeros, int cut)
    {
        string path = Path.Combine(_folder, $"{zeros}-{cut}.mp3");
        ConversionTool.Run("ffmpeg", ["-loglevel", "error", "-i", Recording.Monologue.Path, "-b:a", "48k", "-id3v2_version", "0", "-write_xing", "0", path]);
        await File.WriteAllBytesAsync(path, [.. new byte[zeros], .. (await File.ReadAllBytesAsync(path))[cut..]]);

        await AssertSpeechAsync(path, "Mp3", seconds: 1);
    }

    [Test]
    public async Task GapInTheTimeStamps_IsSilence()
    {
        string path = Path.Combine(_folder, "gap.mka");
        ConversionTool.Run("ffmpeg", ["-loglevel", "error", "-i", Recording.Monologue.Path, "-af", "asetpts=PTS+20/TB*gte(T\\,15)", "-c:a", "pcm_s16le", path]);
        SpeechTimestamps whole = await SpeechTimestamps.DetectFileAsync(Recording.Monologue.Path, engine: Engine);

        SpeechTimestamps found = await SpeechTimestamps.DetectFileAsync(path, engine: Engine);

        Assert.That(found.Duration.TotalSeconds, Is.EqualTo(whole.Duration.TotalSeconds + 20).Within(0.1));
        Assert.That(found.Speech[0].StartSample, Is.EqualTo(whole.Speech[0].StartSample).Within(1_000));
        Assert.That(found.Speech[^1].EndSample, Is.EqualTo(whole.Speech[^1].EndSample + (20 * 16_000)).Within(1_600));
        Assert.That(found.Truncation, Is.Null);
    }

    [TestCase("mp4", "aac")]
    [TestCase("mkv", "flac")]
    public async Task AudioThatBeginsAfterTheVideo_HasTheTimesOfTheMedia(string container, string codec)
    {
        string path = Path.Combine(_folder, $"late.{container}");
        ConversionTool.Run(
            "ffmpeg", ["-loglevel", "error", "-f", "lavfi", "-i", "color=size=32x32:rate=5:duration=25", "-itsoffset", "3", "-i", Recording.Monologue.Path, "-c:v", "mpeg4", "-c:a", codec, path]);
        SpeechTimestamps whole = await SpeechTimestamps.DetectFileAsync(Recording.Monologue.Path, engine: Engine);

        SpeechTimestamps found = await SpeechTimestamps.DetectFileAsync(path, engine: Engine);

        Assert.That(found.Speech[0].StartSample, Is.EqualTo(whole.Speech[0].StartSample + (3 * 16_000)).Within(1_600));
    }

    [Test]
    public void Folder_IsRefusedAsOne() =>
        Assert.That(async () => await AudioFile.OpenAsync(_folder), Throws.TypeOf<AudioFormatException>().With.Message.Contains("folder").And.Property("Path").EqualTo(_folder));

    private static async Task AssertSpeechAsync(string path, string reason, double seconds = 0.2)
    {
        SpeechTimestamps whole = await SpeechTimestamps.DetectFileAsync(Recording.Monologue.Path, engine: Engine);
        await using FileStream stream = File.OpenRead(path);

        SpeechTimestamps found = await SpeechTimestamps.DetectFileAsync(path, engine: Engine);
        AudioFormatException? refusal = await Assert.ThrowsAsync<AudioFormatException>(async () => await AudioFile.OpenAsync(path, ffmpeg: path + ".none"));

        Assert.That(found.Speech[0].StartSample, Is.EqualTo(whole.Speech[0].StartSample).Within((int)(seconds * 16_000)));
        Assert.That(found.Speech[^1].EndSample, Is.EqualTo(whole.Speech[^1].EndSample).Within((int)(seconds * 16_000)));
        Assert.That(refusal!.Message, Does.Contain(reason).And.Contain("ffmpeg"));
        if (!path.EndsWith(".mov", StringComparison.Ordinal)) // has its index at the end
        {
            await using AudioFile file = await AudioFile.OpenAsync(stream);
            SpeechTimestamps piped = await SpeechTimestamps.DetectAsync(file.Pcm, file.Format, engine: Engine);
            Assert.That(piped.Speech[0].StartSample, Is.EqualTo(found.Speech[0].StartSample).Within(1_000));
        }
    }
}
