using System.Globalization;
using Cascade.Hosting.Nodes;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Cascade.Hosting.Diagnostics;

/// <summary>Healthy while new sessions are taken, degraded while they have to displace others or are refused, unhealthy while the node is drained. Its data has the load.</summary>
internal sealed class SessionHealthCheck(SessionManager sessions, NodeLoad load) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        SessionCounts counts = sessions.Counts;
        Dictionary<string, object> data = new()
        {
            ["listening"] = counts.Listening,
            ["speaking"] = counts.Speaking,
            ["waiting"] = counts.Waiting,
            ["load"] = load.Value,
            ["draining"] = sessions.IsDraining,
        };
        if (sessions.IsDraining)
        {
            return Task.FromResult(HealthCheckResult.Unhealthy("No new sessions: the server is about to stop.", data: data));
        }

        string? want = sessions.IsOutOfMemory ? "No new sessions: the process needs too much memory." : sessions.IsFull ? "Session limit reached." : null;
        return Task.FromResult(want is null
            ? HealthCheckResult.Healthy(string.Create(CultureInfo.InvariantCulture, $"{counts.Total} sessions."), data)
            : new HealthCheckResult(context.Registration.FailureStatus, want, data: data));
    }
}
