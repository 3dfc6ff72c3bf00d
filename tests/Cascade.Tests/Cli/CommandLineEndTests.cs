using System.Reflection;
using Cascade.Tests.Audio;
using CliWrap;

namespace Cascade.Tests.Cli;

/// <summary>How the command line ends: by signals, on a full disk, without standard streams. Never with a stack trace.</summary>
[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[Platform("Linux", Reason = "signals, /dev/full, bash")]
internal sealed class CommandLineEndTests : IDisposable
{
    private static readonly string Recording = CommandLine.Recording("silence-and-noise.wav");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cascade");

    public void Dispose() => _folder.Delete(recursive: true);

    [TestCase("INT", 130, false)]
    [TestCase("TERM", 143, false)]
    [TestCase("HUP", 129, false)]
    [TestCase("INT", 130, true)]
    public async Task SignalWhileAPipeHasNoWriter_EndsAtOnce(string signal, int exitCode, bool twice)
    {
        string pipe = Path.Combine(_folder.FullName, "pipe");
        ConversionTool.Run("mkfifo", [pipe]);
        TaskCompletionSource first = new(); // the next file is the pipe
        Command command = CommandLine.Describe(["detect", "--engine", "managed", "--format", "json", Recording, pipe]).WithStandardOutputPipe(PipeTarget.ToDelegate(_ => first.TrySetResult()));

        CommandLine run = await CommandLine.SignalAsync(command, first.Task, twice ? [signal, signal] : [signal]);

        Assert.That(run.Documents.Single().GetProperty("file").GetString(), Does.Contain("silence-and-noise.wav"));
        Assert.That((run.ExitCode, run.Error), Is.EqualTo((exitCode, "")));
    }

    // The labels are read before the signal can be heeded: a file that blocks in the system's hands. Without diagnostics, because those wait at a pipe too, and earlier.
    [Test]
    public async Task SignalWhileTheSystemBlocks_EndsAfterItsTime()
    {
        string pipe = Path.Combine(_folder.FullName, "labels");
        ConversionTool.Run("mkfifo", [pipe]);
        CommandLine run = await BashAsync($"""DOTNET_EnableDiagnostics=0 cascade tune '{Recording}' --labels '{pipe}' & p=$!; while ! grep -q wait_for_partner /proc/$p/task/*/wchan 2> /dev/null && ! grep -q fifo_open /proc/$p/task/*/stack 2> /dev/null && [ $((++n)) -lt 100 ]; do sleep 0.05; done; kill -TERM $p; wait $p""");

        Assert.That((run.ExitCode, run.Output), Is.EqualTo((143, "")));
    }

    [TestCase("info")]
    [TestCase("--help")]
    [TestCase("--version")]
    [TestCase("completion bash")]
    [TestCase("detect --help")]
    [TestCase("detect --engine managed --format csv RECORDING")]
    [TestCase("detect --engine managed RECORDING")]
    public async Task FullDisk_IsOneLineAndExitCode1(string arguments)
    {
        CommandLine run = await BashAsync($"cascade {Insert(arguments)} > /dev/full");

        Assert.That((run.ExitCode, run.ErrorLines.Length), Is.EqualTo((1, 1)), run.Error);
        Assert.That(run.Error, Does.Contain("No space left on device"));
    }

    [TestCase("info >&-", 1, "Standard output is closed")]
    [TestCase("--help >&-", 1, "Standard output is closed")]
    [TestCase("detect --engine managed RECORDING >&-", 1, "Standard output is closed")]
    [TestCase("detect --engine managed --format json RECORDING >&-", 1, "Standard output is closed")]
    [TestCase("detect - <&-", 1, "Standard input is closed")]
    [TestCase("detect --raw 8000:1:alaw - <&-", 1, "Standard input is closed")]
    [TestCase("detect nosuch 2>&-", 1, "")]
    [TestCase("foo 2>&-", 2, "")]
    [TestCase("detect --engine managed --format csv RECORDING <&- 2>&-", 0, "")]
    public async Task ClosedStandardStream_IsOneLineOrNoMatter(string arguments, int exitCode, string words)
    {
        CommandLine run = await BashAsync($"cascade {Insert(arguments)}");

        Assert.That((run.ExitCode, run.ErrorLines.Length), Is.EqualTo((exitCode, words.Length > 0 ? 1 : 0)), run.Error);
        Assert.That(run.Error, Does.Contain(words));
    }

    [TestCase("", 2, "A command is missing: expected one of detect, plot")]
    [TestCase("foo", 2, "Unknown command 'foo': expected one of detect, plot")]
    [TestCase("detect", 2, "A FILE is missing for the command")]
    [TestCase("detect x --channels each --mode offline", 2, "--channels each goes with --mode stream")]
    [TestCase("detect x --channels each --channel 1", 2, "leave --channel out")]
    [TestCase("detect x --mode offline --automatic-gain", 2, "--automatic-gain adapts to a stream")]
    [TestCase("detect x --engine managed --native-8khz", 2, "--native-8khz needs --engine onnx")]
    [TestCase("detect .", 1, "'.': This is a folder")]
    [TestCase("detect --raw 8000:1:alaw .", 1, "'.': This is a folder")]
    [TestCase("tune RECORDING --labels .", 1, "'.': This is a folder")]
    public async Task Fault_IsToldInTheWordsOfTheCommandLine(string arguments, int exitCode, string words)
    {
        CommandLine run = await BashAsync($"cascade {Insert(arguments)}");

        Assert.That((run.ExitCode, run.ErrorLines.Length, run.Output), Is.EqualTo((exitCode, 1, "")), run.Error);
        Assert.That(run.Error, Does.Contain(words).And.Not.Contain("Parameter").And.Not.Contain("VadEngine"));
    }

    // Half an hour of speech without an end: 58 MB of audio, in a heap of 48.
    [Test]
    public async Task SpeechWithoutAnEnd_TakesNoMemoryForItsAudio()
    {
        byte[] speech = WavBytes.Samples(await File.ReadAllBytesAsync(CommandLine.Recording("monologue.wav"))).ToArray()[(20_000 * 2)..(230_000 * 2)];
        byte[] endless = [.. Enumerable.Repeat(speech, 138).SelectMany(part => part)];
        CommandLine run = await CommandLine.PipeAsync(
            endless, ["detect", "--engine", "managed", "--exit-threshold", "0", "--format", "json", "--raw", "16000:1:s16le", "-"], ("DOTNET_GCHeapHardLimit", "0x3000000"));

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Documents.Single().GetProperty("segments").GetArrayLength(), Is.EqualTo(1));
    }

    private static string Insert(string arguments) => arguments.Replace("RECORDING", $"'{Recording}'", StringComparison.Ordinal);

    private static async Task<CommandLine> BashAsync(string script)
    {
        string assembly = typeof(CommandLine).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "CommandLine").Value!;
        string path = Path.GetFullPath(assembly.Replace('\\', Path.DirectorySeparatorChar), AppContext.BaseDirectory);
        string whole = $"{script.Replace("cascade ", $"dotnet '{path}' ", StringComparison.Ordinal)}";
        return await CommandLine.FinishAsync(new Command("bash").WithArguments(["--norc", "--noprofile", "-c", whole]));
    }
}
