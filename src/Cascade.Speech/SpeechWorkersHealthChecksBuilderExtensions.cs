using Cascade;
using Cascade.Speech.Diagnostics;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the health check of speech workers.</summary>
public static class SpeechWorkersHealthChecksBuilderExtensions
{
    /// <summary>Adds a health check of a pool. The check is unhealthy while jobs have come and no worker is ready. The check is unhealthy too while five workers or more have ended in a minute.</summary>
    /// <param name="builder">The builder, to which the check is added.</param>
    /// <param name="workers">The pool, which stays the caller's.</param>
    /// <param name="name">The name of the check.</param>
    /// <returns>The builder.</returns>
    public static IHealthChecksBuilder AddSpeechWorkers(this IHealthChecksBuilder builder, SpeechWorkers workers, string name = "speech-workers")
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(workers);
        return builder.AddCheck(name, new SpeechWorkersHealthCheck(workers), HealthStatus.Unhealthy);
    }
}
