using Cascade.Extensions.DependencyInjection;
using Cascade.Hosting;
using Cascade.Hosting.Connections;
using Cascade.Hosting.Diagnostics;
using Cascade.Hosting.Nodes;
using Cascade.Hosting.Sessions;
using Cascade.Hosting.Streams;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers session hosting.</summary>
public static class CascadeHostingServiceCollectionExtensions
{
    /// <summary>
    /// Adds what <c>MapCascade</c> needs, and <see cref="SessionManager"/>. Options come from the configuration section <see cref="CascadeHostingOptions.SectionName"/>, then from
    /// <paramref name="configure"/>; illegal ones stop the application when it starts. A <see cref="TimeProvider"/> that is registered is used. Sessions' streams log to the application's log.
    /// </summary>
    public static IServiceCollection AddCascade(this IServiceCollection services, Action<CascadeHostingOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddLogging();

        // First, because hosted services stop in reverse: the batch goes on until all sessions have ended.
        services.AddOptions<CascadeHostingOptions>()
            .BindConfiguration(CascadeHostingOptions.SectionName)
            .Configure(configure ?? (static _ => { }))
            .AddProcessors(CascadeHostingOptions.SectionName);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CascadeHostingOptions>, CascadeHostingOptionsValidator>());
        services.AddMetrics();
        services.TryAddSingleton<IProcessMemory, ProcessMemory>();
        services.TryAddSingleton<MemoryPressure>();
        services.TryAddSingleton<HeldMemory>();
        services.TryAddSingleton<HostingMetrics>();
        services.TryAddSingleton<SpeechStreamFactory>();
        services.TryAddSingleton(static provider => new SessionManager(
            provider.GetRequiredService<IOptions<CascadeHostingOptions>>(),
            provider.GetRequiredService<SpeechStreamFactory>(),
            provider.GetRequiredService<MemoryPressure>(),
            provider.GetRequiredService<HeldMemory>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<HostingMetrics>(),
            provider.GetRequiredService<ILogger<SessionManager>>(),
            provider.GetService<ISessionStore>()));
        services.TryAddSingleton<NodeLoad>();
        services.TryAddSingleton<ConnectionRegistry>();
        services.TryAddSingleton<ConnectionServices>();
        services.TryAddSingleton<Origins>();
        services.TryAddSingleton<ConnectionGate>();
        services.TryAddSingleton<CascadeEndpoint>();
        services.AddHostedService<SessionSweeper>();
        return services;
    }
}
