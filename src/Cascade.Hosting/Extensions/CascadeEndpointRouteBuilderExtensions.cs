using System.Diagnostics.CodeAnalysis;
using Cascade.Hosting.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the WebSocket endpoint.</summary>
public static class CascadeEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Serves the protocol <c>cascade.v1</c> at <paramref name="pattern"/>, and segment audio below it. <c>AddCascade</c> is to be called before; <c>UseWebSockets</c> need not be.
    /// </summary>
    /// <param name="endpoints">The routes.</param>
    /// <param name="pattern">The path, like <c>/vad</c>.</param>
    /// <returns>The conventions of both endpoints: <c>RequireAuthorization()</c>, <c>RequireRateLimiting()</c> and the like apply.</returns>
    public static IEndpointConventionBuilder MapCascade(this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        CascadeEndpoint endpoint = endpoints.ServiceProvider.GetRequiredService<CascadeEndpoint>();
        IApplicationBuilder pipeline = endpoints.CreateApplicationBuilder();
#if NET9_0_OR_GREATER // before, WebSockets do not ping, and a client that listens would seem to be gone
        WatchedUpgrade.Use(pipeline);
#endif
        pipeline.UseWebSockets();
        pipeline.Run(endpoint.ConnectAsync);
        RouteGroupBuilder group = endpoints.MapGroup(pattern);
        group.Map("", pipeline.Build());
        group.MapGet("/audio/{key}/{number:long}.wav", (string key, long number, HttpResponse response) => endpoint.GetAudio(key, number, response));
        return group;
    }
}
