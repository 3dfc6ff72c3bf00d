using CliWrap;
using CliWrap.Buffered;

namespace Cascade.Archive.Tests.Support;

/// <summary>A run that goes on; killed at the end of the test where it has not ended.</summary>
internal sealed class RunningTool(CommandTask<BufferedCommandResult> run, CancellationTokenSource stop) : IDisposable
{
    public int ProcessId => run.ProcessId;

    public Task<Tool> Finish { get; } = FinishAsync(run);

    public async Task SignalAsync(string signal) => await new Command("kill").WithArguments([$"-{signal}", $"{ProcessId}"]).ExecuteAsync();

    public void Dispose()
    {
        stop.Cancel();
        stop.Dispose();
    }

    private static async Task<Tool> FinishAsync(CommandTask<BufferedCommandResult> run)
    {
        BufferedCommandResult result = await run;
        return new Tool(result.ExitCode, result.StandardOutput, result.StandardError);
    }
}
