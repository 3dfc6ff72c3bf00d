using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Cascade.Tests;

/// <summary>The real ffmpeg, which makes the files and is what decoders are compared with.</summary>
internal static class Ffmpeg
{
    /// <summary>Its full path. Without it the tests fail and say so.</summary>
    public static string Path { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator)
        .Select(folder => System.IO.Path.Combine(folder, OperatingSystem.IsWindows() ? "ffmpeg.exe" : "ffmpeg"))
        .FirstOrDefault(File.Exists) ?? throw new InvalidOperationException("The tests need ffmpeg in PATH: apt-get install ffmpeg.");

    public static void Run(params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(Path, ["-hide_banner", "-loglevel", "error", "-y", .. arguments]) { RedirectStandardError = true })!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, errors);
    }

    /// <summary>A file's samples. Opus is decoded by the reference library: ffmpeg's own decoder delays speech below 24 kb/s by another fraction of a sample.</summary>
    public static float[] Decode(string path)
    {
        string[] decoder = path.EndsWith(".opus", StringComparison.Ordinal) ? ["-c:a", "libopus"] : [];
        using Process process = Process.Start(
            new ProcessStartInfo(Path, ["-hide_banner", "-loglevel", "quiet", .. decoder, "-i", "file:" + path, "-c:a", "pcm_f32le", "-f", "f32le", "pipe:1"]) { RedirectStandardOutput = true })!;
        using MemoryStream bytes = new();
        process.StandardOutput.BaseStream.CopyTo(bytes);
        process.WaitForExit();
        return MemoryMarshal.Cast<byte, float>(bytes.ToArray()).ToArray();
    }
}
