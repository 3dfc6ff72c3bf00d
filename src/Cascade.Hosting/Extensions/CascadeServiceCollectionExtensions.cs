using Cascade.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers session hosting.</summary>
public static class CascadeServiceCollectionExtensions
{
    /// <summary>
    /// Adds what <c>MapCascade</c> needs. Options come from the configuration section <see cref="CascadeHostingOptions.SectionName"/>, then from <paramref name="configure"/>; illegal ones
    /// stop the application when it starts. A <see cref="TimeProvider"/> that is registered is used.
    /// </summary>
    public static IServiceCollection AddCascade(this IServiceCollection services, Action<CascadeHostingOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<CascadeHostingOptions>().BindConfiguration(CascadeHostingOptions.SectionName).Configure(configure ?? (static _ => { })).ValidateOnStart();
        return services;
    }
}
