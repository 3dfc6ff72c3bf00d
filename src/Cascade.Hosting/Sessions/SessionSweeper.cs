using System.Diagnostics.CodeAnalysis;
using Cascade.Hosting.Connections;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cascade.Hosting.Sessions;

/// <summary>Sweeps sessions once per second, and ends all of them when the application stops.</summary>
internal sealed class SessionSweeper(SessionManager sessions, ConnectionRegistry connections, TimeProvider timeProvider, ILogger<SessionSweeper> logger) : BackgroundService, IHostedLifecycleService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    // One session whose end does not come must not keep the others from being looked at.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Before the server stops, so that clients still hear of it; for no longer than the host may take to stop.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        connections.Refuse();
        try
        {
            await sessions.EndAllAsync(Ending.Shutdown).WaitAsync(cancellationToken).ConfigureAwait(false);
            connections.EndAll(Ending.Shutdown); // those without a session
            await connections.WaitUntilEmptyAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            connections.EndAll(Ending.Shutdown);
            Log.NotEndedInTime(logger, connections.Count);
        }
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "a sweep that fails is logged, and the next one goes on")]
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Interval, timeProvider);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                try
                {
                    await sessions.SweepAsync().WaitAsync(Patience, timeProvider, stoppingToken).ConfigureAwait(false);
                }
                catch (Exception e) when (!stoppingToken.IsCancellationRequested)
                {
                    Log.SweepFailed(logger, e);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }
}
