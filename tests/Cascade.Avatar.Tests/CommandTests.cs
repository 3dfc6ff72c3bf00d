using System.Diagnostics;
using System.Reflection;
using Cascade.Avatar.Tests.Networks;
using Cascade.Avatar.Tests.Support;

namespace Cascade.Avatar.Tests;

/// <summary><c>cascade avatar</c> as people type it.</summary>
public sealed class CommandTests
{
    private string _folder;

    [OneTimeSetUp]
    public void MakeFiles()
    {
        _folder = Directory.CreateTempSubdirectory("cascade-avatar").FullName;
        File.WriteAllBytes(In("lips.onnx"), MouthNetwork.Create());
        File.WriteAllBytes(In("speech.wav"), WavFile.ToArray(Sound.Bursts(2.01, (0.5, 1.5)), AudioFormat.Pcm16Mono16k));
        File.WriteAllBytes(In("long.wav"), WavFile.ToArray(Sound.Bursts(300, (0, 300)), AudioFormat.Pcm16Mono16k));
        File.WriteAllText(In("notes.txt"), "neither sound nor picture");
    }

    [OneTimeTearDown]
    public void RemoveFiles() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void PictureAndSpeech_BecomeAVideo()
    {
        (int exitCode, string error) = Run("lips.onnx", Pictures.PathOf("astronaut.jpg"), "speech.wav", "-o", "out.mp4", "--size", "256");
        Assert.That((exitCode, error), Is.EqualTo((0, "")));
        using Film film = new([new AvatarSegment(File.ReadAllBytes(In("out.mp4")), IsHeader: true)]);
        (double from, double to) = Sound.Find(film.DecodeAudio()).Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(film.Probe("video").GetProperty("width").GetInt32(), Is.EqualTo(256));
            Assert.That(double.Parse(film.Probe("video").GetProperty("duration").GetString()!, System.Globalization.CultureInfo.InvariantCulture), Is.EqualTo(2.01).Within(0.04));
            Assert.That(new[] { from, to }, Is.EqualTo(new[] { 0.5, 1.5 }).Within(0.01));
        }
    }

    [TestCase(null, "astronaut.jpg", "speech.wav", 2, "Name the network that moves the lips with --network FILE or in CASCADE_LIP_NETWORK")]
    [TestCase("lips.onnx", "coffee.jpg", "speech.wav", 1, "found no face")]
    [TestCase("notes.txt", "astronaut.jpg", "speech.wav", 1, "expected an ONNX model")]
    [TestCase("lips.onnx", "haar.json", "speech.wav", 1, "expected a picture as PNG")]
    [TestCase("lips.onnx", "astronaut.jpg", "notes.txt", 1, "notes.txt")]
    [TestCase("lips.onnx", "missing.jpg", "speech.wav", 1, "missing.jpg")]
    public void Fault_IsOneLine(string? network, string picture, string audio, int exitCode, string line)
    {
        (int code, string error) = Run(network, Pictures.PathOf(picture), audio, "-o", "fault.mp4");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(code, Is.EqualTo(exitCode));
            Assert.That(error.Trim().Split('\n'), Has.Length.EqualTo(1).And.All.Contain(line));
        }
    }

    // Killed, the process cleans up nothing. Its ffmpeg ends because its input does.
    [Test]
    [Platform("Linux", Reason = "looks for the child in /proc")]
    public async Task KilledHost_TakesFfmpegWithIt()
    {
        using Process host = Start("lips.onnx", Pictures.PathOf("astronaut.jpg"), "long.wav", "-o", "long.mp4");
        int child = 0;
        while (child == 0 && !host.HasExited)
        {
            child = Process.GetProcessesByName("ffmpeg").Select(process => process.Id).FirstOrDefault(id => ParentOf(id) == host.Id);
            await Task.Yield();
        }

        Assert.That(child, Is.Not.Zero);
        host.Kill();
        await host.WaitForExitAsync();
        try
        {
            using Process ffmpeg = Process.GetProcessById(child);
            await ffmpeg.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        }
        catch (ArgumentException)
        {
            // It has ended already.
        }

        Assert.That(Tool.Runs(child), Is.False);
    }

    private static int ParentOf(int processId)
    {
        try
        {
            string stat = File.ReadAllText($"/proc/{processId}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0; // it has ended
        }
    }

    private (int ExitCode, string Error) Run(string? network, params string[] arguments)
    {
        using Process process = Start(network, arguments);
        Task<string> error = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, error.Result);
    }

    private Process Start(string? network, params string[] arguments)
    {
        string path = typeof(CommandTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "CommandLine").Value!;
        string program = Path.GetFullPath(path.Replace('\\', Path.DirectorySeparatorChar), AppContext.BaseDirectory);
        ProcessStartInfo start = new("dotnet", [program, "avatar", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _folder };
        start.Environment["CASCADE_LIP_NETWORK"] = network;
        return Process.Start(start)!;
    }

    private string In(string file) => Path.Combine(_folder, file);
}
