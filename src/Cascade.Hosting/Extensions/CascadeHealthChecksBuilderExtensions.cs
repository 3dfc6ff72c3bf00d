using Cascade.Hosting.Diagnostics;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the health check of session hosting.</summary>
public static class CascadeHealthChecksBuilderExtensions
{
    /// <summary>Adds a health check. The check is healthy while new sessions are taken. The check is degraded while memory is short or the session limit is reached.</summary>
    public static IHealthChecksBuilder AddCascade(this IHealthChecksBuilder builder, string name = "cascade")
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddCheck<SessionHealthCheck>(name, HealthStatus.Degraded);
    }
}
