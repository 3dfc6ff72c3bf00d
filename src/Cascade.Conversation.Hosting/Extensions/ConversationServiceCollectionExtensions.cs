using Cascade.Hosting;
using Cascade.Hosting.Realtime;
using Cascade.Hosting.Realtime.Connections;
using Cascade.Hosting.Realtime.Sessions;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the hosting of conversations.</summary>
public static class ConversationServiceCollectionExtensions
{
    /// <summary>
    /// Adds what <c>MapRealtime</c> needs, and all of <c>AddCascade</c>, whose limits hold for conversations too. The chat client, the speech-to-text client and the text-to-speech client are those
    /// that are registered. Options come from the configuration section <see cref="ConversationHostingOptions.SectionName"/>, then from <paramref name="configure"/>; illegal ones stop the
    /// application when it starts.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Changes the options; nothing if <see langword="null"/>.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddConversation(this IServiceCollection services, Action<ConversationHostingOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddCascade();
        services.AddOptions<ConversationHostingOptions>().BindConfiguration(ConversationHostingOptions.SectionName).Configure(configure ?? (static _ => { })).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ConversationHostingOptions>, ConversationHostingOptionsValidator>());
        services.TryAddSingleton<RealtimeServices>();
        services.TryAddSingleton<ClientSecrets>();
        services.TryAddSingleton<RealtimeEndpoint>();
        services.TryAddSingleton<HttpAccess>();
        services.TryAddSingleton<SecretEndpoint>();
        services.TryAddSingleton<TranscriptionEndpoint>();
        services.TryAddSingleton<SpeechEndpoint>();
        return services;
    }
}
