using System.Reflection;
using CliWrap;

namespace Cascade.Tests.Cli;

/// <summary>The command line as people have it: in a shell, on a terminal, with questions.</summary>
[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class CommandLineShellTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cascade");

    public void Dispose() => _folder.Delete(recursive: true);

    [TestCase("cascade ", "archive avatar bench completion detect info plot speak talk transcribe tune")]
    [TestCase("cascade de", "detect")]
    [TestCase("cascade detect --e", "--engine --exit-threshold")]
    [TestCase("cascade detect --format ", "audacity csv json rttm srt table vtt")]
    [TestCase("cascade detect --format talk.wav --engine m", "managed")]
    [TestCase("cascade detect ", "", Description = "bash then completes files")]
    [TestCase("cascade completion z", "zsh")]
    [Platform(Exclude = "Win", Reason = "bash")]
    public async Task Completion_IsWhatBashOffers(string typed, string offered)
    {
        const string press = """
            source <(cascade completion bash)
            COMP_LINE=$1 COMP_POINT=${#1}
            read -ra COMP_WORDS <<< "$1"
            if [[ $1 == *" " ]]; then COMP_WORDS+=(""); fi
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            complete -p cascade > /dev/null && _cascade "${COMP_WORDS[0]}"
            echo "${COMPREPLY[*]}"
            """;
        CommandLine run = await BashAsync(press, typed);

        Assert.That((run.Output.Trim(), run.Error), Is.EqualTo((offered, "")));
    }

    [TestCase("zsh", "compdef _cascade cascade")]
    [TestCase("pwsh", "Register-ArgumentCompleter -Native -CommandName cascade")]
    public async Task CompletionOfOtherShells_IsAScript(string shell, string words)
    {
        CommandLine run = await CommandLine.RunAsync(["completion", shell]);

        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(run.Output, Does.Contain(words));
    }

    [TestCase("detect")]
    [TestCase("plot")]
    [TestCase("tune")]
    [TestCase("info")]
    [TestCase("completion")]
    [Platform(Exclude = "Win", Reason = "bash")]
    public async Task ExamplesOfTheHelp_Work(string command)
    {
        PrepareFiles();
        CommandLine help = await CommandLine.RunAsync([command, "--help"]);
        string[] examples = [.. help.Output.Split('\n').SkipWhile(line => line != "Examples:").Skip(1).Select(line => line.Trim()).Where(line => line.Length > 0)];

        Assert.That(examples, Is.Not.Empty.And.All.StartsWith($"cascade {command}"));
        foreach (string example in examples)
        {
            CommandLine run = await BashAsync(example);
            Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, "")), example);
        }
    }

    [TestCase("detect")]
    [TestCase("plot")]
    [TestCase("tune")]
    [TestCase("bench")]
    [TestCase("transcribe")]
    [TestCase("speak")]
    [TestCase("avatar")]
    public async Task HelpOfEveryCommand_StatesEveryDefault(string command)
    {
        CommandLine run = await CommandLine.RunAsync([command, "--help"]);

        string[] options = [.. run.Output.Split('\n').Select(line => line.Trim()).Where(line => line.StartsWith('-') && !line.Contains("--help", StringComparison.Ordinal))];
        Assert.That(options, Is.Not.Empty.And.All.Contains("[default: "));
        Assert.That(run.Output, Does.Contain($"cascade {command}").And.Not.Contain("Cascade.Cli"));
    }

    [Test]
    public async Task Info_TellsWhatIsUsed()
    {
        CommandLine run = await CommandLine.RunAsync(["info"]);

        Dictionary<string, string> lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).ToDictionary(line => line[..14].Trim(), line => line[14..]);
        string[] native = lines["ONNX Runtime"].Split(", ");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.ExitCode, Is.Zero, run.Error);
            Assert.That(Version.TryParse(native[0], out _), Is.True);
            Assert.That(native[1], Does.Exist);
            Assert.That(lines["model"], Does.EndWith(VadModel.SileroV6.Sha256));
            Assert.That(lines["vectors"], Does.StartWith($"{CascadeRuntime.VectorBits} bits"));
            Assert.That(lines["ffmpeg"], Is.EqualTo(CascadeRuntime.FindFfmpeg()));
            Assert.That(lines["cascade"], Does.StartWith("0."));
        }
    }

    [Test]
    public async Task InfoWithoutAUsableLibrary_SaysWhatIsMissing()
    {
        CommandLine run = await CommandLine.RunWithoutOnnxRuntimeAsync(["info"], ("CASCADE_FFMPEG", "none"));

        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(run.Output, Does.Contain("ONNX Runtime  not usable: ").And.Contain("package Microsoft.ML.OnnxRuntime").And.Contain("ffmpeg        not found"));
    }

    // `script` gives the command a terminal. The file is nine hours of silence, so the bar comes before its end.
    [Test]
    [Platform("Linux", Reason = "its script")]
    public async Task LongWorkOnATerminal_ShowsHowFarItIs()
    {
        string endless = Path.Combine(_folder.FullName, "endless.wav");
        await File.WriteAllBytesAsync(endless, WavBytes.Make([], declaredBytes: 1 << 28));
        using (FileStream file = File.OpenWrite(endless))
        {
            file.SetLength(1 << 28);
        }

        CommandLine run = await BashAsync("""
            exec 3< <(script -qefc "cascade detect --engine managed --format json endless.wav" /dev/null < /dev/null)
            while IFS= read -r -d % -u 3 part; do echo "$part" | grep -q 'endless.wav' && { echo "saw a bar"; break; }; done
            """);

        Assert.That(run.Output, Does.Contain("saw a bar"), run.Error);
    }

    private async Task<CommandLine> BashAsync(string script, params string[] arguments)
    {
        string assembly = typeof(CommandLine).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "CommandLine").Value!;
        string path = Path.GetFullPath(assembly.Replace('\\', Path.DirectorySeparatorChar), AppContext.BaseDirectory);

        // Written by the shell: a process that another test starts now would have the file open for writing too, until it is itself.
        string program = $"""
            printf '#!/bin/sh\nexec dotnet "%s" "$@"\n' '{path}' > cascade
            chmod +x cascade

            """;
        return await CommandLine.FinishAsync(new Command("bash")
            .WithArguments(["--norc", "--noprofile", "-c", program + script, "bash", .. arguments])
            .WithWorkingDirectory(_folder.FullName)
            .WithEnvironmentVariables(environment => environment
                .Set("PATH", $"{_folder.FullName}:{Environment.GetEnvironmentVariable("PATH")}")
                .Set("HOME", _folder.FullName)
                .Set("PROFILE", Path.Combine(_folder.FullName, "profile.ps1"))));
    }

    private void PrepareFiles()
    {
        string conversation = CommandLine.Recording("conversation.wav");
        string labels = CommandLine.Recording("conversation.labels.txt");
        File.Copy(conversation, PathOf("talk.wav"));
        File.Copy(conversation, PathOf("a.wav"));
        Audio.ConversionTool.Run("sox", ["-D", conversation, PathOf("b.flac")]);
        Audio.ConversionTool.Run("sox", ["-D", conversation, "-r", "8000", "-e", "mu-law", "-t", "raw", PathOf("call.raw")]);
        File.Copy(labels, PathOf("talk.labels.txt"));
        File.WriteAllLines(PathOf("talk.rttm"), File.ReadLines(labels).Select(line => line.Split('\t')).Select(f => $"SPEAKER talk 1 {f[0]} 0.3 <NA> <NA> a <NA> <NA>"));
        Directory.CreateDirectory(PathOf(".local/share/bash-completion/completions"));
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
