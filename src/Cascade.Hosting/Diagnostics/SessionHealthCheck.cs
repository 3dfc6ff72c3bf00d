using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Cascade.Hosting.Diagnostics;

/// <summary>Healthy while new sessions are taken, degraded while they have to displace others or are refused.</summary>
internal sealed class SessionHealthCheck(SessionManager sessions) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        SessionCounts counts = sessions.Counts;
        Dictionary<string, object> data = new()
        {
            ["listening"] = counts.Listening,
            ["speaking"] = counts.Speaking,
            ["waiting"] = counts.Waiting,
        };
        string? want = sessions.IsOutOfMemory ? "No new sessions: the process needs too much memory." : sessions.IsFull ? "Session limit reached." : null;
        return Task.FromResult(want is null
            ? HealthCheckResult.Healthy(string.Create(CultureInfo.InvariantCulture, $"{counts.Total} sessions."), data)
            : new HealthCheckResult(context.Registration.FailureStatus, want, data: data));
    }
}
