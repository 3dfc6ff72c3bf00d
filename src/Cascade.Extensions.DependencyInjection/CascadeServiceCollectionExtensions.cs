using Cascade;
using Cascade.Extensions.DependencyInjection;
using Microsoft.Extensions.Configuration;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers processors in a service collection.</summary>
public static class CascadeServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="StreamProcessorFactory"/>. Its options are bound from <paramref name="configuration"/>, then given to <paramref name="configure"/>. Illegal options stop the host when it
    /// starts.
    /// </summary>
    /// <param name="services">The service collection.</param>
    /// <param name="configuration">The section with the values of <see cref="CascadeOptions"/>. Absent values keep their defaults.</param>
    /// <param name="configure">Changes the options in code; <see langword="null"/> changes nothing.</param>
    /// <returns>The same service collection.</returns>
    public static IServiceCollection AddCascade(this IServiceCollection services, IConfiguration configuration, Action<CascadeOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        string section = (configuration as IConfigurationSection)?.Path ?? nameof(Cascade);
        return services.AddOptions<CascadeOptions>().Bind(configuration).Configure(configure ?? (static _ => { })).AddProcessors(section);
    }
}
