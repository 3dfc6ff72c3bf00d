namespace Cascade.Cli;

/// <summary>Standard error gets exactly one line for each fault, so that scripts can count and read them.</summary>
internal static class ErrorLine
{
    private static readonly char[] LineBreaks = ['\r', '\n'];

    /// <returns>The exit code, for the caller to return.</returns>
    public static int Write(string message, int exitCode)
    {
        string line = string.Join(' ', message.Split(LineBreaks, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        Console.Error.WriteLine($"cascade: {line}");
        return exitCode;
    }
}
