using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Cascade.Speech.Diagnostics;

/// <summary>Healthy while workers are ready, unhealthy while none is, or while they end again and again.</summary>
internal sealed class SpeechWorkersHealthCheck(SpeechWorkers workers) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        SpeechWorkerStats stats = workers.GetStats();
        Dictionary<string, object> data = new()
        {
            ["ready"] = stats.Ready,
            ["pending"] = stats.Pending,
            ["waiting"] = stats.Waiting,
            ["recentRestarts"] = stats.RecentRestarts,
            ["memory"] = stats.Memory,
        };
        string? fault = stats.IsHealthy ? null
            : stats.Ready == 0 ? "No worker is ready."
            : string.Create(CultureInfo.InvariantCulture, $"{stats.RecentRestarts} workers have ended in the last minute.");
        return Task.FromResult(fault is null
            ? HealthCheckResult.Healthy(string.Create(CultureInfo.InvariantCulture, $"{stats.Ready} workers are ready."), data)
            : new HealthCheckResult(context.Registration.FailureStatus, fault, data: data));
    }
}
