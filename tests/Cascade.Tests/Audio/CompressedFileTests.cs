using System.Diagnostics;
using Cascade.Audio.Ffmpeg;

namespace Cascade.Tests.Audio;

/// <summary>These use the real ffmpeg: where it is missing, they fail and say so.</summary>
[Parallelizable]
public sealed class CompressedFileTests
{
    private const int ToneHz = 440;

    private static readonly string[] Kinds =
        ["mp3 libmp3lame mp3", "m4a aac ipod", "aac aac adts", "flac flac flac", "ogg libvorbis ogg", "opus libopus opus", "webm libopus webm", "mka flac matroska", "aiff pcm_s16be aiff"];

    private string _folder = null!;

    [OneTimeSetUp]
    public void EncodeTone()
    {
        _folder = Directory.CreateTempSubdirectory("cascade-tests-").FullName;
        foreach (string[] kind in Kinds.Select(kind => kind.Split(' ')))
        {
            RunFfmpeg("-f", "lavfi", "-i", $"sine=frequency={ToneHz}:sample_rate=48000:duration=2", "-ac", "2", "-c:a", kind[1], "-f", kind[2], "file:" + PathOf(kind[0]));
        }
    }

    [OneTimeTearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [TestCaseSource(nameof(Kinds))]
    public async Task CompressedFile_IsDecodedAtItsOwnRateAndChannels(string kind)
    {
        await using AudioFile file = await AudioFile.OpenAsync(PathOf(kind.Split(' ')[0]));

        Assert.That(file.Format, Is.EqualTo(new AudioFormat(48_000, 2, SampleEncoding.Float32)));
        await AssertToneAsync(file);
        Assert.That(file.Truncation, Is.Null);
    }

    [TestCaseSource(nameof(Kinds))]
    public async Task CompressedStream_IsDecodedWithoutSeeking(string kind)
    {
        string extension = kind.Split(' ')[0];
        string path = PathOf(extension);
        if (extension == "m4a")
        {
            path = PathOf("front.m4a");
            RunFfmpeg("-i", "file:" + PathOf(extension), "-c", "copy", "-movflags", "+faststart", "-f", "ipod", "file:" + path);
        }

        await using AudioFile file = await AudioFile.OpenAsync(new TrickleStream(await File.ReadAllBytesAsync(path), atOnce: 1_000));

        await AssertToneAsync(file);
    }

    [TestCase("-i.mp3")]
    [TestCase("a b's \"c\" $(d) `e` %20 é.mp3")]
    [TestCase("http:x.mp3")]
    [TestCase("concat:a|b.mp3")]
    [TestCase("wrong.wav")]
    [TestCase("noextension")]
    public async Task FileOfAnyName_IsToldByItsContent(string name)
    {
        string path = PathOf(name);
        File.Copy(PathOf("mp3"), path, overwrite: true);

        await using AudioFile file = await AudioFile.OpenAsync(path);

        await AssertToneAsync(file);
    }

    [TestCase("FLAC", "fLaC")]
    [TestCase("Ogg", "OggS")]
    [TestCase("Mp3", "ID3")]
    public async Task GarbageBehindASignature_IsAFormatExceptionWithFfmpegsWords(string content, string signature)
    {
        byte[] garbage = [.. System.Text.Encoding.ASCII.GetBytes(signature), .. Enumerable.Range(0, 2_000).Select(i => (byte)(i * 7))];
        string path = PathOf("garbage");
        await File.WriteAllBytesAsync(path, garbage);

        AudioFormatException? fromFile = await Assert.ThrowsAsync<AudioFormatException>(async () => await AudioFile.OpenAsync(path));
        AudioFormatException? fromStream = await Assert.ThrowsAsync<AudioFormatException>(async () => await AudioFile.OpenAsync(new MemoryStream(garbage)));

        Assert.That(fromFile!.Path, Is.EqualTo(path));
        Assert.That(fromFile.Found, Does.Contain("garbage").Or.Contain("mp3"), "ffmpeg names the file or the decoder");
        Assert.That(fromStream!.Message, Does.Contain($"cannot decode this {content}").IgnoreCase);
    }

    [TestCase("")]
    [TestCase("abc")]
    public async Task FileTooShortForAnyKind_IsNotSaidToNeedAProgram(string content)
    {
        AudioFormatException? fault = await Assert.ThrowsAsync<AudioFormatException>(async () => await AudioFile.OpenAsync(new MemoryStream(System.Text.Encoding.ASCII.GetBytes(content))));

        Assert.That(fault!.Message, Does.Contain("no known kind of audio file").And.Not.Contains("installed"));
    }

    [Test]
    public async Task CutOffFile_GivesWhatIsThereAndSaysSo()
    {
        byte[] whole = await File.ReadAllBytesAsync(PathOf("flac"));
        await using AudioFile file = await AudioFile.OpenAsync(new MemoryStream(whole[..(whole.Length * 2 / 3)]));

        float[] samples = await ConvertAsync(file);

        Assert.That(samples, Has.Length.InRange(10_000, 31_000));
        Assert.That(file.Truncation?.Message, Does.StartWith("ffmpeg: "));
    }

    [Test]
    public async Task FaultOfTheStream_ComesThrough()
    {
        byte[] whole = await File.ReadAllBytesAsync(PathOf("flac"));

        async Task ReadAsync()
        {
            await using AudioFile file = await AudioFile.OpenAsync(new TrickleStream(whole, atOnce: 1_000, failAt: whole.Length / 2));
            await ConvertAsync(file);
        }

        Assert.That(ReadAsync, Throws.TypeOf<IOException>().With.Message.EqualTo("the line is dead"));
    }

    [Test]
    public async Task MissingProgram_IsAFormatExceptionThatSaysHowToInstallIt()
    {
        string missing = Path.Combine(_folder, "nowhere", "ffmpeg");

        AudioFormatException? fault = await Assert.ThrowsAsync<AudioFormatException>(async () => await AudioFile.OpenAsync(PathOf("mp3"), ffmpeg: missing));

        Assert.That(fault!.Message, Does.Contain("apt-get install ffmpeg").And.Contain(missing).And.Contain("CASCADE_FFMPEG"));
    }

    [Test]
    public void ProgramThatIsNone_IsAFormatException()
    {
        string text = PathOf("text");
        File.WriteAllText(text, "no program");

        Assert.That(async () => await AudioFile.OpenAsync(PathOf("mp3"), ffmpeg: text), Throws.TypeOf<AudioFormatException>());
    }

    [Test]
    public void Program_IsSoughtInTheOrderOptionVariablePath()
    {
        string option = PathOf("mp3");
        string variable = PathOf("flac");
        string inPath = Path.Combine(_folder, OperatingSystem.IsWindows() ? "ffmpeg.exe" : "ffmpeg");
        File.WriteAllText(inPath, "");
        string searchPath = string.Join(Path.PathSeparator, ".", PathOf("nowhere"), _folder);

        Assert.That(FfmpegProgram.Find(option, variable, searchPath, "MP3", null), Is.EqualTo(option));
        Assert.That(FfmpegProgram.Find(null, variable, searchPath, "MP3", null), Is.EqualTo(variable));
        Assert.That(FfmpegProgram.Find(null, null, searchPath, "MP3", null), Is.EqualTo(inPath));
        Assert.That(() => FfmpegProgram.Find(null, null, ".", "MP3", null), Throws.TypeOf<AudioFormatException>());
    }

    private static async Task AssertToneAsync(AudioFile file)
    {
        float[] samples = await ConvertAsync(file);
        Assert.That(samples.Length, Is.EqualTo(32_000).Within(2_000), "two seconds, and what the codec adds");
        float[] middle = samples[8_000..24_000];
        double total = middle.Sum(sample => (double)sample * sample);
        (double real, double imaginary) = middle.Select((sample, i) =>
        {
            (double sin, double cos) = Math.SinCos(2 * Math.PI * ToneHz * i / 16_000);
            return (sample * cos, sample * sin);
        }).Aggregate((a, b) => (a.Item1 + b.Item1, a.Item2 + b.Item2));
        Assert.That(2 * (real * real + imaginary * imaginary) / middle.Length / total, Is.GreaterThan(0.99), "nearly all of the power is in the tone");
    }

    private static async Task<float[]> ConvertAsync(AudioFile file)
    {
        var bytes = new MemoryStream();
        await file.Pcm.CopyToAsync(bytes);
        return ConverterHelper.ConvertAll(file.Format, bytes.ToArray());
    }

    private string PathOf(string name) => Path.Combine(_folder, name.Contains('.', StringComparison.Ordinal) || name is "noextension" ? name : "tone." + name);

    private static void RunFfmpeg(params string[] arguments)
    {
        string program = FfmpegProgram.Find(null, "MP3", null); // throws with the way to install it
        using Process process = Process.Start(new ProcessStartInfo(program, ["-hide_banner", "-loglevel", "error", "-y", .. arguments]) { RedirectStandardError = true })!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, errors);
    }
}
