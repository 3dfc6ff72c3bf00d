using Cascade.Audio.Containers;

namespace Cascade.Audio.Ffmpeg;

/// <summary>Finds the ffmpeg program.</summary>
internal static class FfmpegProgram
{
    /// <summary>The environment variable that names the program where no option does.</summary>
    public const string Variable = "CASCADE_FFMPEG";

    private static string FileName => OperatingSystem.IsWindows() ? "ffmpeg.exe" : "ffmpeg";

    /// <summary>
    /// The program's full path: the one given, the one in <see cref="Variable"/>, or the first in PATH. The search is our own because the
    /// operating systems' also looks into the current directory, where anyone may have put a program of that name.
    /// </summary>
    /// <exception cref="AudioFormatException">There is none.</exception>
    public static string Find(string? given, AudioContent content, string? audioPath) =>
        Find(given, Environment.GetEnvironmentVariable(Variable), Environment.GetEnvironmentVariable("PATH"), content, audioPath);

    /// <summary>The same with the environment's variables as arguments.</summary>
    public static string Find(string? given, string? variable, string? searchPath, AudioContent content, string? audioPath)
    {
        string? named = string.IsNullOrEmpty(given) ? variable : given;
        if (!string.IsNullOrEmpty(named))
        {
            return File.Exists(named) ? Path.GetFullPath(named) : throw NotInstalled(content, audioPath, $"no file at {named}");
        }

        foreach (string directory in (searchPath ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            if (Path.IsPathFullyQualified(directory) && Path.Combine(directory, FileName) is var program && File.Exists(program))
            {
                return program;
            }
        }

        throw NotInstalled(content, audioPath, $"no {FileName} in PATH");
    }

    public static AudioFormatException NotInstalled(AudioContent content, string? audioPath, string found, Exception? innerException = null) => new(
        $"{content} audio is decoded by the ffmpeg program, which is not installed ({found}). Install it (Debian and Ubuntu: apt-get install ffmpeg; macOS: brew install ffmpeg; "
        + $"Windows: winget install ffmpeg), or name it in the environment variable {Variable}, or convert the audio to WAV.",
        audioPath, "the ffmpeg program", found, innerException);
}
