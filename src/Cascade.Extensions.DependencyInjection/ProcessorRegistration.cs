using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Cascade.Extensions.DependencyInjection;

/// <summary>The one registration of processors: of options that hold for processors alone, and of options derived from them.</summary>
internal static class ProcessorRegistration
{
    /// <summary>Adds the factory of processors and the ticks of their batch, with options that are named so in messages.</summary>
    public static IServiceCollection AddProcessors<TOptions>(this OptionsBuilder<TOptions> options, string section)
        where TOptions : CascadeOptions
    {
        IServiceCollection services = options.Services;
        services.TryAddSingleton(TimeProvider.System);
        options
            .PostConfigure<IServiceProvider, TimeProvider>(static (o, provider, time) => o.Processor = Connect(o.Processor, provider.GetService<ILoggerFactory>(), time))
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TOptions>>(new CascadeOptionsValidator<TOptions>(section)));
        if (typeof(TOptions) != typeof(CascadeOptions))
        {
            services.AddSingleton<IOptions<CascadeOptions>>(static provider => provider.GetRequiredService<IOptions<TOptions>>());
        }

        services.TryAddSingleton<BatchTicker>();
        services.TryAddSingleton(static provider => new StreamProcessorFactory(provider.GetRequiredService<IOptions<CascadeOptions>>(), provider.GetRequiredService<BatchTicker>()));
        services.AddHostedService(static provider => provider.GetRequiredService<BatchTicker>());
        return services;
    }

    // Streams log and measure time where the application does, unless the options name another place.
    private static StreamProcessorOptions Connect(StreamProcessorOptions processor, ILoggerFactory? loggers, TimeProvider time) => processor with
    {
        LoggerFactory = processor.LoggerFactory ?? loggers,
        TimeProvider = processor.TimeProvider == TimeProvider.System ? time : processor.TimeProvider,
    };
}
