using System.Net.WebSockets;
using Cascade.Hosting.Diagnostics;
using Cascade.Hosting.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Cascade.Hosting.Connections;

/// <summary>The HTTP side: who may upgrade, and where segments' audio is.</summary>
internal sealed class CascadeEndpoint(
    IOptions<CascadeHostingOptions> options, Origins origins, ConnectionServices services, ConnectionRegistry connections, SessionManager sessions, HostingMetrics metrics)
{
    private const string RetryAfterSeconds = "5";

    private readonly CascadeHostingOptions _options = options.Value;

    /// <summary>Upgrades a connection and serves it to its end.</summary>
    public async Task ConnectAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest || !context.WebSockets.WebSocketRequestedProtocols.Contains(Protocol.Subprotocol))
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, "handshake", $"Connect with a WebSocket and the subprotocol {Protocol.Subprotocol}.").ConfigureAwait(false);
            return;
        }

        if (!origins.IsAllowed(context.Request))
        {
            await RefuseAsync(context, StatusCodes.Status403Forbidden, "origin", "Pages of this origin may not connect.").ConfigureAwait(false);
            return;
        }

        string? token = AccessToken.Of(context.Request);
        if (_options.Token is { } wanted && token is not null && !AccessToken.IsRight(token, wanted))
        {
            await RefuseAsync(context, StatusCodes.Status401Unauthorized, "unauthorized", "The token is wrong.").ConfigureAwait(false);
            return;
        }

        string client = ClientOf(context);
        switch (connections.TryAdmit(client))
        {
            case Admission.TooManyOfClient:
                await RefuseAsync(context, StatusCodes.Status429TooManyRequests, "tooManyConnections", "Too many connections without a session.").ConfigureAwait(false);
                return;
            case Admission.TooMany:
                await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, "tooManyConnections", "Too many connections without a session. Try later.").ConfigureAwait(false);
                return;
            case Admission.Stopping:
                await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, "stopping", "The server stops.").ConfigureAwait(false);
                return;
        }

        await ServeAsync(context, client, isAuthorized: _options.Token is null || token is not null).ConfigureAwait(false);
    }

    /// <summary>Gives the audio of a segment to whoever knows its address.</summary>
    public IResult GetAudio(string key, long number, HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        return sessions.FindAudio(key, number) is { } segment ? Results.Bytes(WavFile.ToArray(segment.Audio.Span, segment.Format), "audio/wav") : Results.NotFound();
    }

    private async Task ServeAsync(HttpContext context, string client, bool isAuthorized)
    {
        WebSocket socket;
        try
        {
            socket = await AcceptAsync(context).ConfigureAwait(false);
        }
        catch
        {
            connections.Settle(client);
            throw;
        }

        using (socket)
        {
            ConnectionContext connectionContext = new(client, AudioPath(context.Request), isAuthorized, WatchedUpgrade.Of(context)?.Stream, context.RequestAborted);
            using ClientConnection connection = new(socket, connectionContext, services);
            await connection.RunAsync().ConfigureAwait(false);
        }
    }

    private Task<WebSocket> AcceptAsync(HttpContext context) => context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
    {
        SubProtocol = Protocol.Subprotocol,
        KeepAliveInterval = _options.KeepAliveInterval,
#if NET9_0_OR_GREATER
        // A timeout lets the socket ping. Its own is not used where the stream can be watched: it would also count while nothing is read from the client, and its pong waits behind audio.
        KeepAliveTimeout = WatchedUpgrade.Of(context) is null ? _options.KeepAliveTimeout : WatchedStream.NoTimeout,
#endif
    });

    private async Task RefuseAsync(HttpContext context, int status, string reason, string message)
    {
        metrics.Refused(reason);
        Log.Refused(services.Logger, reason);
        context.Response.StatusCode = status;
        if (status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable)
        {
            context.Response.Headers.RetryAfter = RetryAfterSeconds;
        }

        await context.Response.WriteAsync(message).ConfigureAwait(false);
    }

    private string ClientOf(HttpContext context) =>
        _options.ClientOf?.Invoke(context) ?? context.User.Identity?.Name ?? context.Connection.RemoteIpAddress?.ToString() ?? "";

    private static string AudioPath(HttpRequest request) => $"{request.PathBase}{request.Path}".TrimEnd('/') + "/audio";
}
