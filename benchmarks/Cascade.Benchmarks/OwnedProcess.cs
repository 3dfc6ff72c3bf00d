using System.Diagnostics;
using System.Globalization;

namespace Cascade.Benchmarks;

/// <summary>A child process that does not outlive this one. Disposing kills it.</summary>
internal sealed class OwnedProcess : IDisposable
{
    /// <exception cref="System.ComponentModel.Win32Exception">There is no such program.</exception>
    public OwnedProcess(ProcessStartInfo start)
    {
        Value = Process.Start(start)!;
        AppDomain.CurrentDomain.ProcessExit += Kill; // where this process is told to end, nothing is disposed
    }

    public Process Value { get; }

    /// <summary>Asks the process to end, as an operator does, and waits until it has.</summary>
    public async Task EndAsync()
    {
        using (Process end = Process.Start("kill", ["-TERM", Value.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await end.WaitForExitAsync();
        }

        await Value.WaitForExitAsync();
        Dispose();
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= Kill;
        Kill(null, EventArgs.Empty);
        Value.WaitForExit();
        Value.Dispose();
    }

    private void Kill(object? sender, EventArgs e)
    {
        if (!Value.HasExited)
        {
            Value.Kill(entireProcessTree: true); // SIGKILL
        }
    }
}
