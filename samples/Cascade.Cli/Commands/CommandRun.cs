using Cascade.Cli.Detection;

namespace Cascade.Cli.Commands;

/// <summary>Runs a command and tells its faults as lines and exit codes.</summary>
internal static class CommandRun
{
    /// <param name="usageFault">What is wrong with the command line, or null.</param>
    /// <param name="run">The command, which returns its exit code.</param>
    public static async Task<int> GuardAsync(string? usageFault, Func<Task<int>> run)
    {
        if (usageFault is not null)
        {
            return ErrorLine.Write(usageFault, ExitCode.BadUsage);
        }

        try
        {
            return await run();
        }
        catch (ArgumentException outside)
        {
            return ErrorLine.Write(VadArguments.Explain(outside), ExitCode.BadUsage);
        }
        catch (Exception failure) when (AudioInput.IsFault(failure) || failure is OnnxRuntimeLoadException or VadModelException)
        {
            return ErrorLine.Write(failure.Message, ExitCode.BadInput); // what no other file would change
        }
    }
}
