using System.Diagnostics;
using System.Reflection;

namespace Cascade.Tests;

/// <summary>The sample that hears a microphone, as a process.</summary>
[Parallelizable]
public sealed class SampleProgramTests
{
    private static string Program { get; } = Path.Combine(
        AppContext.BaseDirectory, typeof(SampleProgramTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "MicrophoneSample").Value!);

    [Test]
    public void File_SegmentsArePrintedAndSaved()
    {
        string folder = Directory.CreateTempSubdirectory("cascade-tests-").FullName;
        try
        {
            (int code, string output, string errors) = Run("--save", folder, Recordings.Conversation);
            string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.That((code, errors), Is.EqualTo((0, "")));
            Assert.That(lines, Is.Not.Empty.And.All.Match(@"^\d+\.\d{3} to \d+\.\d{3} s\r?$"));
            Assert.That(Directory.GetFiles(folder, "*.wav"), Has.Length.EqualTo(lines.Length));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public void FileThatIsMissing_IsSaidInOneLine()
    {
        (int code, _, string errors) = Run("missing.mp3");
        Assert.That(code, Is.EqualTo(1));
        Assert.That(errors.Trim(), Does.Contain("missing.mp3").And.Not.Contain("\n"));
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "there it would record")]
    public void NoFileWhereNAudioDoesNotRecord_IsSaidInOneLine()
    {
        (int code, _, string errors) = Run();
        Assert.That(code, Is.EqualTo(1));
        Assert.That(errors, Does.Contain("name an audio file"));
    }

    [Test]
    public void UnknownOption_ShowsHelp()
    {
        (int code, _, string errors) = Run("--what");
        Assert.That(code, Is.EqualTo(2));
        Assert.That(errors, Does.StartWith("usage:"));
    }

    private static (int Code, string Output, string Errors) Run(params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [Program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }
}
