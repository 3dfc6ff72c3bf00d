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
    public static string Find(string? given, string kind, string? audioPath) =>
        Find(given, Environment.GetEnvironmentVariable(Variable), Environment.GetEnvironmentVariable("PATH"), kind, audioPath);

    /// <summary>The same with the environment's variables as arguments.</summary>
    public static string Find(string? given, string? variable, string? searchPath, string kind, string? audioPath) =>
        TryFind(given, variable, searchPath, out string finding) ? finding : throw NotInstalled(kind, audioPath, finding);

    /// <summary>The program that will be used, or null.</summary>
    public static string? TryFind(string? given = null) =>
        TryFind(given, Environment.GetEnvironmentVariable(Variable), Environment.GetEnvironmentVariable("PATH"), out string finding) ? finding : null;

    // The finding is the program's full path, and otherwise what is missing.
    private static bool TryFind(string? given, string? variable, string? searchPath, out string finding)
    {
        string? named = string.IsNullOrEmpty(given) ? variable : given;
        if (!string.IsNullOrEmpty(named))
        {
            finding = File.Exists(named) ? Path.GetFullPath(named) : $"no file at {named}";
            return File.Exists(named);
        }

        foreach (string directory in (searchPath ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            if (Path.IsPathFullyQualified(directory) && Path.Combine(directory, FileName) is var program && File.Exists(program))
            {
                finding = program;
                return true;
            }
        }

        finding = $"no {FileName} in PATH";
        return false;
    }

    public static AudioFormatException NotInstalled(string kind, string? audioPath, string found, Exception? innerException = null) => new(
        $"{kind} audio is decoded by the ffmpeg program, which is not installed ({found}). Install ffmpeg (Debian and Ubuntu: apt-get install ffmpeg; macOS: brew install ffmpeg; "
        + $"Windows: winget install ffmpeg). Or name the program in the environment variable {Variable}, or convert the audio to WAV. "
        + "MP3, Opus and Vorbis need no program with the package Cascade.Codecs.",
        audioPath, "the ffmpeg program", found, innerException);
}
