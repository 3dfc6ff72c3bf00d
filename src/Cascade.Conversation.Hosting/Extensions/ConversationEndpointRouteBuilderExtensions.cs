using System.Diagnostics.CodeAnalysis;
using Cascade.Hosting.Connections;
using Cascade.Hosting.Realtime.Connections;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the endpoints of conversations.</summary>
public static class ConversationEndpointRouteBuilderExtensions
{
    /// <summary>Serves conversations by the OpenAI Realtime protocol over WebSocket, and short-lived tokens for pages at <c>client_secrets</c> below. <c>AddConversation</c> is to be called before; <c>UseWebSockets</c> need not be.</summary>
    /// <param name="endpoints">The routes.</param>
    /// <param name="pattern">The path; clients expect <c>/v1/realtime</c>.</param>
    /// <returns>The conventions of the endpoint: <c>RequireAuthorization()</c>, <c>RequireRateLimiting()</c> and the like apply.</returns>
    public static IEndpointConventionBuilder MapRealtime(this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern = "/v1/realtime")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        RealtimeEndpoint endpoint = endpoints.ServiceProvider.GetRequiredService<RealtimeEndpoint>();
        IApplicationBuilder pipeline = endpoints.CreateApplicationBuilder();
        WatchedUpgrade.Use(pipeline);
        pipeline.UseWebSockets();
        pipeline.Run(endpoint.ConnectAsync);
        RouteGroupBuilder group = endpoints.MapGroup(pattern);
        group.Map("", pipeline.Build());
        SecretEndpoint secrets = endpoints.ServiceProvider.GetRequiredService<SecretEndpoint>();
        group.MapPost("/client_secrets", (Delegate)secrets.CreateAsync);
        return group;
    }

    /// <summary>Serves <c>transcriptions</c> and <c>speech</c> below a path, by the clients of the conversations.</summary>
    /// <param name="endpoints">The routes.</param>
    /// <param name="pattern">The path; clients expect <c>/v1/audio</c>.</param>
    /// <returns>The conventions of both endpoints.</returns>
    public static IEndpointConventionBuilder MapSpeech(this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern = "/v1/audio")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        TranscriptionEndpoint transcriptions = endpoints.ServiceProvider.GetRequiredService<TranscriptionEndpoint>();
        SpeechEndpoint speech = endpoints.ServiceProvider.GetRequiredService<SpeechEndpoint>();
        RouteGroupBuilder group = endpoints.MapGroup(pattern);
        group.MapPost("/transcriptions", (Delegate)transcriptions.TranscribeAsync);
        group.MapPost("/speech", (Delegate)speech.SpeakAsync);
        return group;
    }
}
