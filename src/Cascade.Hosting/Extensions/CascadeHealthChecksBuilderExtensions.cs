using Cascade.Hosting.Diagnostics;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the health check of session hosting.</summary>
public static class CascadeHealthChecksBuilderExtensions
{
    /// <summary>Adds a check that is healthy while new sessions are taken, and degraded while they are refused for want of memory, or have to displace others or be refused because there are as many as there may be.</summary>
    public static IHealthChecksBuilder AddCascade(this IHealthChecksBuilder builder, string name = "cascade")
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddCheck<SessionHealthCheck>(name, HealthStatus.Degraded);
    }
}
