using System.Runtime.InteropServices;

namespace Cascade.Cli;

/// <summary>
/// Ends the program as signals ask for: the first cancels the work, which then has some time to end; a second one, or the end of that time, ends the process at once.
/// </summary>
internal sealed class Interrupts : IDisposable
{
    private readonly TimeSpan _grace;
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _registrations;
    private int _exitCode;

    /// <param name="grace">How long work that was canceled may take to end.</param>
    public Interrupts(TimeSpan grace)
    {
        _grace = grace;
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, context => End(context, ExitCode.Canceled)),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => End(context, ExitCode.Terminated)),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => End(context, ExitCode.HungUp)),
        ];
    }

    /// <summary>Canceled by the first signal.</summary>
    public CancellationToken Stop => _stop.Token;

    /// <summary>The exit code of the signal that came.</summary>
    public int SignalsExitCode => Volatile.Read(ref _exitCode) is > 0 and var code ? code : ExitCode.Canceled;

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }

        _stop.Dispose();
    }

    private void End(PosixSignalContext context, int exitCode)
    {
        context.Cancel = true; // the process is not to end here and now
        if (Interlocked.CompareExchange(ref _exitCode, exitCode, 0) != 0)
        {
            Environment.Exit(exitCode);
        }

        _ = EndAsync(exitCode);
    }

    private async Task EndAsync(int exitCode)
    {
        await Task.WhenAll(_stop.CancelAsync(), Task.Delay(_grace));
        Environment.Exit(exitCode);
    }
}
