using System.Text.Json;

namespace Cascade.Tests.Cli;

/// <summary>Pictures, compared with the numbers that <c>detect</c> gives for the same options.</summary>
[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class CommandLinePlotTests : IDisposable
{
    private const double LabelledSecond = 20; // has a label on the axis
    private static readonly string Conversation = CommandLine.Recording("conversation.wav");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cascade");

    public void Dispose() => _folder.Delete(recursive: true);

    [TestCase("stream")]
    [TestCase("offline")]
    public async Task Svg_ShowsWhatTheNumbersSay(string mode)
    {
        string[] options = ["--mode", mode, "--engine", "managed", "--threshold", "0.6", "--exit-threshold", "0.2", "--pad-ms", "60", Conversation];
        SvgPicture picture = await PlotAsync("picture.svg", options);
        CommandLine detect = await CommandLine.RunAsync(["detect", "--format", "json", "--probabilities", .. options]);
        JsonElement found = detect.Documents.Single();

        double origin = picture.Texts.Single(t => t.Words == "0" && t.Y > picture.Height - 30).X;
        double second = (picture.Texts.Single(t => t.Words == "20").X - origin) / LabelledSecond;
        (double Start, double End)[] segments = [.. found.GetProperty("segments").EnumerateArray().Select(s => (s.GetProperty("startSeconds").GetDouble(), s.GetProperty("endSeconds").GetDouble()))];
        (double _, double top, double width, double height) = picture.Boxes("panel")[2]; // waveform, speech, probability
        using (Assert.EnterMultipleScope())
        {
            Assert.That(picture.Bars.Select(bar => bar.X), Is.EqualTo(segments.Select(s => origin + (s.Start * second))).Within(0.8));
            Assert.That(picture.Bars.Select(bar => bar.X + bar.Width), Is.EqualTo(segments.Select(s => origin + (s.End * second))).Within(0.8));
            Assert.That(picture.Line("probability").Select(spot => (top + height - spot.Y) / height), Is.EqualTo(found.GetProperty("probabilities").EnumerateArray().Select(p => p.GetDouble())).Within(0.001));
            Assert.That(picture.Line("enter").Select(spot => spot.Y), Has.All.EqualTo(top + (height * 0.4)).Within(0.1));
            Assert.That(picture.Line("exit").Select(spot => spot.Y), Has.All.EqualTo(top + (height * 0.8)).Within(0.1));
            Assert.That(width, Is.EqualTo(second * found.GetProperty("samples").GetInt64() / 16_000).Within(0.1));
            Assert.That(picture.Texts.Select(t => t.Words), Has.Some.Contain($"{segments.Length} segments").And.Some.Contain("threshold 0.6 / 0.2").And.Some.Contain(mode));
            Assert.That(picture.Title, Is.EqualTo("conversation.wav"));
        }
    }

    [TestCase(0.5, "seconds")]
    [TestCase(10, "seconds")]
    [TestCase(100, "minutes : seconds")]
    public async Task TextOfAnyLength_DoesNotCollide(double seconds, string unit)
    {
        string file = Path.Combine(_folder.FullName, "talk.wav");
        byte[] speech = WavBytes.Samples(await File.ReadAllBytesAsync(Conversation)).ToArray();
        byte[] audio = new byte[(int)(seconds * 32_000)];
        for (int at = 0; at < audio.Length; at += 3 * speech.Length) // two thirds of a long one are silent
        {
            speech.AsSpan(0, Math.Min(speech.Length, audio.Length - at)).CopyTo(audio.AsSpan(at));
        }

        await File.WriteAllBytesAsync(file, WavBytes.Make(audio));

        SvgPicture picture = await PlotAsync("picture.svg", "--engine", "managed", file);

        Assert.That(picture.Texts.Select(t => t.Words), Has.One.EqualTo(unit));
        Assert.That(picture.Texts.Where(t => t.Left < 0 || t.Right > picture.Width).Select(t => t.Words), Is.Empty);
        foreach (IGrouping<double, (string Words, double X, double Y, double Left, double Right)> line in picture.Texts.GroupBy(t => t.Y))
        {
            (string Words, double X, double Y, double Left, double Right)[] texts = [.. line.OrderBy(t => t.Left)];
            Assert.That(texts.Zip(texts.Skip(1)).Where(pair => pair.First.Right > pair.Second.Left).Select(pair => (pair.First.Words, pair.Second.Words)), Is.Empty);
        }
    }

    [Test]
    public async Task Hour_ShowsTheShareOfSpeech()
    {
        // Speech fills the first of every four minutes; the rest is silent.
        byte[] speech = WavBytes.Samples(await File.ReadAllBytesAsync(CommandLine.Recording("monologue.wav"))).Slice(20_000 * 2, 200_000 * 2).ToArray();
        byte[] audio = new byte[3600 * 32_000];
        for (int minute = 0; minute < 60; minute += 4)
        {
            for (int part = 0; part < 4; part++)
            {
                speech.CopyTo(audio, (minute * 60 * 32_000) + (part * speech.Length));
            }
        }

        string file = Path.Combine(_folder.FullName, "hour.wav");
        await File.WriteAllBytesAsync(file, WavBytes.Make(audio));

        SvgPicture picture = await PlotAsync("picture.svg", "--engine", "managed", "--width", "1000", file);

        (double X, double Y, double Width, double Height)[] share = [.. picture.Boxes("speech").Where(box => box.Y > picture.Boxes("panel")[3].Y - 1)];
        Assert.That(picture.Width, Is.EqualTo(1000));
        Assert.That(picture.Texts.Select(t => t.Words), Has.One.EqualTo("hours : minutes"));
        Assert.That(picture.Texts.Select(t => t.Words), Has.One.EqualTo("30 s"));
        Assert.That(share, Has.Length.EqualTo(120));
        Assert.That(share.Select((box, i) => box.Height > 32), Is.EqualTo(Enumerable.Range(0, 120).Select(i => i % 8 < 2)), "more than half of a bar's height");
    }

    [TestCase("light", 0xFFFFFF, 0x12805C)]
    [TestCase("auto", 0xFFFFFF, 0x12805C)]
    [TestCase("dark", 0x0F141A, 0x3FBF8F)]
    public async Task Png_HasGroundAndSegmentsInTheColoursOfItsTheme(string theme, int ground, int speech)
    {
        string png = Path.Combine(_folder.FullName, "picture.png");
        SvgPicture svg = await PlotAsync("picture.svg", "--engine", "managed", Conversation);
        CommandLine run = await CommandLine.RunAsync(["plot", "--engine", "managed", "--theme", theme, "-o", png, Conversation]);
        Assert.That(run.ExitCode, Is.Zero, run.Error);

        string raw = Path.Combine(_folder.FullName, "picture.rgb");
        Audio.ConversionTool.Run("ffmpeg", ["-loglevel", "error", "-xerror", "-err_detect", "explode", "-i", png, "-f", "rawvideo", "-pix_fmt", "rgb24", raw]);
        byte[] pixels = await File.ReadAllBytesAsync(raw);
        int width = 2 * (int)svg.Width;
        Assert.That(pixels, Has.Length.EqualTo(3 * width * 2 * (int)svg.Height));
        (double _, double laneY, double _, double _) = svg.Boxes("panel")[1];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Pixel(0, 0), Is.EqualTo(ground));
            Assert.That(svg.Bars.Select(bar => Pixel(bar.X + 2, laneY + 6)), Has.All.EqualTo(speech));
            Assert.That(svg.Bars.Zip(svg.Bars.Skip(1)).Select(pair => Pixel((pair.First.X + pair.First.Width + pair.Second.X) / 2, laneY + 6)), Has.None.EqualTo(speech));
        }

        int Pixel(double x, double y)
        {
            int at = 3 * (((int)(2 * y) * width) + (int)(2 * x));
            return (pixels[at] << 16) | (pixels[at + 1] << 8) | pixels[at + 2];
        }
    }

    [Test]
    public async Task Theme_IsThatOfTheReaderUnlessOneIsChosen()
    {
        string recording = CommandLine.Recording("silence-and-noise.wav");
        SvgPicture auto = await PlotAsync("auto.svg", "--engine", "managed", recording);
        SvgPicture dark = await PlotAsync("dark.svg", "--engine", "managed", "--theme", "dark", recording);

        Assert.That(auto.Style, Does.Contain("prefers-color-scheme:dark").And.Contain("#ffffff"));
        Assert.That(dark.Style, Does.Not.Contain("prefers-color-scheme").And.Not.Contain("#ffffff"));
        Assert.That(auto.Texts.Select(t => t.Words), Has.Some.Contain("0 segments"));
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "such names are not allowed there")]
    public async Task FileOfAnyName_IsATitle()
    {
        string name = "a <b> & \"c\" 'd' é 日本.wav";
        string file = Path.Combine(_folder.FullName, name);
        File.Copy(CommandLine.Recording("silence-and-noise.wav"), file);

        SvgPicture picture = await PlotAsync("picture.svg", "--engine", "managed", file);
        CommandLine png = await CommandLine.RunAsync(["plot", "--engine", "managed", "-o", Path.Combine(_folder.FullName, "picture.png"), file]);

        Assert.That(picture.Title, Is.EqualTo(name));
        Assert.That(png.ExitCode, Is.Zero, png.Error);
    }

    [Test]
    public async Task TruncatedFile_IsDrawnThenReported()
    {
        byte[] whole = await File.ReadAllBytesAsync(Conversation);
        string truncated = Path.Combine(_folder.FullName, "truncated.wav");
        await File.WriteAllBytesAsync(truncated, whole[..200_000]);
        string picture = Path.Combine(_folder.FullName, "picture.svg");

        CommandLine run = await CommandLine.RunAsync(["plot", "--engine", "managed", "-o", picture, truncated]);

        Assert.That((run.ExitCode, run.ErrorLines.Length), Is.EqualTo((1, 1)));
        Assert.That(run.Error, Does.Contain(truncated).And.Contain("cut off"));
        Assert.That(SvgPicture.Load(picture).Bars, Is.Not.Empty);
    }

    [Test]
    public async Task NothingToDraw_IsOneLineAndExitCode1()
    {
        string empty = Path.Combine(_folder.FullName, "empty.wav");
        await File.WriteAllBytesAsync(empty, WavBytes.Make([]));
        CommandLine nothing = await CommandLine.RunAsync(["plot", "--engine", "managed", "-o", Path.Combine(_folder.FullName, "picture.svg"), empty]);
        CommandLine nowhere = await CommandLine.RunAsync(["plot", "--engine", "managed", "-o", Path.Combine(_folder.FullName, "none", "picture.svg"), CommandLine.Recording("silence-and-noise.wav")]);

        Assert.That((nothing.ExitCode, nothing.ErrorLines.Length), Is.EqualTo((1, 1)));
        Assert.That(nothing.Error, Does.Contain(empty));
        Assert.That((nowhere.ExitCode, nowhere.ErrorLines.Length), Is.EqualTo((1, 1)));
        Assert.That(nowhere.Error, Does.Contain("none"));
        Assert.That(_folder.GetFiles("*.svg"), Is.Empty);
    }

    private async Task<SvgPicture> PlotAsync(string name, params string[] arguments)
    {
        string path = Path.Combine(_folder.FullName, name);
        CommandLine run = await CommandLine.RunAsync(["plot", "-o", path, .. arguments], ("LC_ALL", "de_DE.UTF-8")); // the point stays a point
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Output + run.Error, Is.Empty);
        return SvgPicture.Load(path);
    }
}
