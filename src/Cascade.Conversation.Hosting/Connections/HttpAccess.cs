using System.Text.Json;
using Cascade.Hosting.Connections;
using Cascade.Hosting.Diagnostics;
using Cascade.Hosting.Realtime.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Cascade.Hosting.Realtime.Connections;

/// <summary>Decides who may call the plain endpoints, by origin and token as for connections. Refusals have the protocol's form.</summary>
internal sealed class HttpAccess(IOptions<CascadeHostingOptions> options, Origins origins, HostingMetrics metrics)
{
    /// <summary>Returns the refusal of a request, <see langword="null"/> if it is allowed.</summary>
    public IResult? Refuse(HttpContext context)
    {
        if (!origins.IsAllowed(context.Request))
        {
            metrics.Refused("origin");
            return Error(StatusCodes.Status403Forbidden, "origin_not_allowed", "Pages of this origin may not call.");
        }

        if (options.Value.Token is { } wanted && !AccessToken.IsRight(AccessToken.Of(context.Request), wanted))
        {
            metrics.Refused("unauthorized");
            return Error(StatusCodes.Status401Unauthorized, "invalid_api_key", "The token is missing or wrong.");
        }

        return null;
    }

    public static IResult Error(int status, string code, string message, string? param = null) =>
        Json(new HttpError(new ErrorBody(status < StatusCodes.Status500InternalServerError ? "invalid_request_error" : "server_error", code, message, param)), status);

    public static IResult Error(RealtimeException e) => Error(StatusCodes.Status400BadRequest, e.Code, e.Message, e.Param);

    public static IResult Json(object body, int status = StatusCodes.Status200OK) =>
        Results.Text(JsonSerializer.Serialize(body, body.GetType(), RealtimeJson.Default), "application/json", statusCode: status);
}
