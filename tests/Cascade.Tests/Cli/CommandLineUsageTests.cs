namespace Cascade.Tests.Cli;

[Parallelizable(ParallelScope.All)]
internal sealed class CommandLineUsageTests
{
    [TestCase("detect")]
    [TestCase("nonsense")]
    [TestCase("detect", "", TestName = "BadUsage_IsOneLineAndExitCode2(empty file name)")]
    [TestCase("detect", "x.wav", "--nonsense")]
    [TestCase("detect", "x.wav", "--threshold")]
    [TestCase("detect", "x.wav", "--threshold", "0,5")]
    [TestCase("detect", "x.wav", "--threshold", "0.4", "--threshold", "0.5")]
    [TestCase("detect", "x.wav", "--pad-ms", "1.5")]
    [TestCase("detect", "x.wav", "--max-speech-s", "-0.001")]
    [TestCase("detect", "x.wav", "--max-speech-s", "1e300")]
    [TestCase("detect", "x.wav", "--mode", "online")]
    [TestCase("detect", "x.wav", "--cut", "first")]
    [TestCase("detect", "x.wav", "--engine", "nonsense")]
    [TestCase("detect", "x.wav", "--format", "xml")]
    [TestCase("detect", "x.wav", "--probabilities")]
    [TestCase("detect", "x.raw", "--raw", "48000")]
    [TestCase("detect", "x.raw", "--raw", "48000:2:f32le:x")]
    [TestCase("detect", "x.raw", "--raw", "3999:1:u8")]
    [TestCase("detect", "x.raw", "--raw", "384001:1:u8")]
    [TestCase("detect", "x.raw", "--raw", "8000:0:u8")]
    [TestCase("detect", "x.raw", "--raw", "8000:65:u8")]
    [TestCase("detect", "x.raw", "--raw", "8000:1:U8")]
    [TestCase("detect", "x.raw", "--raw", "8000:1:")]
    [TestCase("detect", "x.raw", "--raw", "8000:2:u8", "--channel", "2")]
    [TestCase("detect", "x.raw", "--raw", "8000:2:u8", "--channel", "-1")]
    [TestCase("detect", "x.wav", "y.wav", "--format", "srt")]
    [TestCase("detect", "x.wav", "y.wav", "--format", "vtt")]
    [TestCase("detect", "x.wav", "y.wav", "--format", "audacity")]
    [TestCase("detect", "-", "-")]
    [TestCase("plot")]
    [TestCase("plot", "x.wav", "y.wav")]
    [TestCase("plot", "x.wav", "-o", "x.gif")]
    [TestCase("plot", "x.wav", "-o", "")]
    [TestCase("plot", "x.wav", "--width", "479")]
    [TestCase("plot", "x.wav", "--theme", "blue")]
    [TestCase("tune", "x.wav")]
    [TestCase("tune", "x.wav", "--labels", "x.txt", "--parts", "1")]
    [TestCase("tune", "x.wav", "--labels", "x.txt", "-o", "x.jpg")]
    [TestCase("bench", "--streams", "0")]
    [TestCase("bench", "--threads", "1025")]
    [TestCase("completion", "fish")]
    public async Task BadUsage_IsOneLineAndExitCode2(params string[] arguments)
    {
        CommandLine run = await CommandLine.RunAsync(arguments);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.ExitCode, Is.EqualTo(2));
            Assert.That(run.ErrorLines, Has.Length.EqualTo(1));
            Assert.That(run.Output, Is.Empty);
        }
    }

    [TestCase("--threshold", "0")]
    [TestCase("--threshold", "1.01")]
    [TestCase("--threshold", "NaN")]
    [TestCase("--exit-threshold", "0.51")]
    [TestCase("--min-silence-ms", "-1")]
    [TestCase("--pad-ms", "10001")]
    [TestCase("--min-speech-ms", "3600001")]
    [TestCase("--max-speech-s", "0.123")]
    [TestCase("--silence-at-max-ms", "-1")]
    public async Task ValueOutsideItsRange_IsNamedAsOnTheCommandLine(string option, string value)
    {
        CommandLine run = await CommandLine.RunAsync(["detect", "x.wav", "--mode", "offline", option, value]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.ExitCode, Is.EqualTo(2));
            Assert.That(run.ErrorLines, Has.Length.EqualTo(1));
            Assert.That(run.Error, Does.Contain($"{option} is outside its range"));
        }
    }

    [Test]
    public async Task Help_NamesEveryOptionWithItsDefault()
    {
        CommandLine run = await CommandLine.RunAsync(["detect", "--help"]);

        string[] options = [.. run.Output.Split('\n').Select(line => line.Trim()).Where(line => line.StartsWith("--", StringComparison.Ordinal))];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.ExitCode, Is.Zero);
            Assert.That(options.Select(line => line.Split(' ')[0]), Is.EquivalentTo((string[])
            [
                "--raw", "--channel", "--mode", "--threshold", "--exit-threshold", "--min-silence-ms", "--pad-ms", "--min-speech-ms", "--max-speech-s", "--silence-at-max-ms", "--cut", "--engine",
                "--shared-session", "--native-8khz", "--automatic-gain", "--format", "--probabilities", "--save-segments",
            ]));
            Assert.That(options, Has.All.Contains("[default: "));
        }
    }

    [Test]
    public async Task DoubleDash_MakesFilesOfWhatFollows()
    {
        CommandLine run = await CommandLine.RunAsync(["detect", "--", "--threshold"]);

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Error, Does.Contain("--threshold"));
    }
}
