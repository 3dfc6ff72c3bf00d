namespace Cascade.Cli;

/// <summary>
/// Standard input, output and error, also where the parent has closed them (<c>&lt;&amp;-</c>). The runtime then gets their numbers for files and pipes of its own, so that reads would hang, and
/// writes go anywhere.
/// </summary>
internal static class StandardStreams
{
    // Files that are inherited do not have the flag: it would have closed them. The runtime sets the flag on all of its own.
    private const int CloseOnExec = 0x80000;

    private static readonly bool IsInputClosed = IsClosed(0);
    private static readonly bool IsOutputClosed = IsClosed(1);

    /// <summary>Replaces closed streams in <see cref="Console"/>: output that is lost is a fault, an error line that is lost is none.</summary>
    public static void ReplaceClosed()
    {
        if (IsOutputClosed)
        {
            Console.SetOut(new StreamWriter(new ClosedStream("Standard output is closed.")) { AutoFlush = true });
        }

        if (IsClosed(2))
        {
            Console.SetError(TextWriter.Null);
        }
    }

    /// <exception cref="IOException">It is closed.</exception>
    public static Stream OpenInput() => IsInputClosed ? throw new IOException("Standard input is closed.") : Console.OpenStandardInput();

    /// <summary>Writes fail where it is closed.</summary>
    public static Stream OpenOutput() => IsOutputClosed ? new ClosedStream("Standard output is closed.") : Console.OpenStandardOutput();

    private static bool IsClosed(int number)
    {
        string info = $"/proc/self/fdinfo/{number}";
        if (!OperatingSystem.IsLinux() || !Directory.Exists("/proc/self/fdinfo"))
        {
            return false;
        }

        try
        {
            string flags = File.ReadLines(info).First(line => line.StartsWith("flags:", StringComparison.Ordinal))["flags:".Length..];
            return (Convert.ToInt32(flags.Trim(), 8) & CloseOnExec) != 0;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or InvalidOperationException or FormatException)
        {
            return false;
        }
    }
}
