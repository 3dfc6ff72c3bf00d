namespace Cascade.Cli;

/// <summary>What the process tells its parent.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>A file, the model or the native library could not be used, or the output could not be written.</summary>
    public const int BadInput = 1;

    /// <summary>The command line could not be understood, or a value is outside its range.</summary>
    public const int BadUsage = 2;

    /// <summary>Ended by the terminal being closed; the shells' 128 + SIGHUP.</summary>
    public const int HungUp = 129;

    /// <summary>Ended by Ctrl+C; the shells' 128 + SIGINT.</summary>
    public const int Canceled = 130;

    /// <summary>Ended by <c>kill</c>; the shells' 128 + SIGTERM.</summary>
    public const int Terminated = 143;
}
