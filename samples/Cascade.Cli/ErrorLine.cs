namespace Cascade.Cli;

/// <summary>Standard error gets exactly one line for each fault, so that scripts can count and read them.</summary>
internal static class ErrorLine
{
    private static readonly char[] LineBreaks = ['\r', '\n'];

    /// <returns>The exit code, for the caller to return.</returns>
    public static int Write(string message, int exitCode)
    {
        WriteLine(message);
        return exitCode;
    }

    /// <summary>A line that changes no exit code.</summary>
    public static void Warn(string message) => WriteLine($"warning: {message}");

    private static void WriteLine(string message)
    {
        string line = string.Join(' ', message.Split(LineBreaks, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        try
        {
            Console.Error.WriteLine($"cascade: {line}");
        }
        catch (IOException)
        {
            // Nobody can be told.
        }
    }
}
