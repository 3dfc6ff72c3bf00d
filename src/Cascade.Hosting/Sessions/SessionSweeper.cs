using Cascade.Hosting.Connections;
using Microsoft.Extensions.Hosting;

namespace Cascade.Hosting.Sessions;

/// <summary>Sweeps sessions once per second, and ends all of them when the application stops.</summary>
internal sealed class SessionSweeper(SessionManager sessions, ConnectionRegistry connections, TimeProvider timeProvider) : BackgroundService, IHostedLifecycleService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Before the server stops, so that clients still hear of it.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        connections.Refuse();
        await sessions.EndAllAsync(Ending.Shutdown).ConfigureAwait(false);
        connections.EndAll(Ending.Shutdown); // those without a session
        await connections.WaitUntilEmptyAsync(cancellationToken).ConfigureAwait(false);
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Interval, timeProvider);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                await sessions.SweepAsync().ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }
}
