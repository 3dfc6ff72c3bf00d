using System.Net.WebSockets;
using Cascade.Hosting.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Cascade.Hosting.Connections;

/// <summary>Decides which requests are upgraded, whatever protocol they speak, and serves them to their end.</summary>
internal sealed class ConnectionGate(IOptions<CascadeHostingOptions> options, Origins origins, ConnectionServices services, ConnectionRegistry connections, HostingMetrics metrics)
{
    private const string RetryAfterSeconds = "5";

    private readonly CascadeHostingOptions _options = options.Value;

    public ConnectionServices Services => services;

    /// <summary>Returns whether the page that sent a request may do so, and refuses the request if not.</summary>
    public async ValueTask<bool> IsOriginAllowedAsync(HttpContext context)
    {
        bool isAllowed = origins.IsAllowed(context.Request);
        if (!isAllowed)
        {
            await RefuseAsync(context, StatusCodes.Status403Forbidden, "origin", "Pages of this origin may not connect.").ConfigureAwait(false);
        }

        return isAllowed;
    }

    /// <summary>Returns whether a token is right, and refuses the request if it is wrong; a token that is missing may come later.</summary>
    public async ValueTask<bool> IsTokenRightAsync(HttpContext context, string? token)
    {
        bool isRight = _options.Token is not { } wanted || token is null || AccessToken.IsRight(token, wanted);
        if (!isRight)
        {
            await RefuseAsync(context, StatusCodes.Status401Unauthorized, "unauthorized", "The token is wrong.").ConfigureAwait(false);
        }

        return isRight;
    }

    /// <summary>Upgrades a request that may be, and serves the connection to its end.</summary>
    /// <param name="context">The request.</param>
    /// <param name="subprotocol">The subprotocol to agree to, if any.</param>
    /// <param name="describe">Makes the context of the connection from the client's name and its stream.</param>
    /// <param name="connect">Makes the connection.</param>
    public async Task ServeAsync(HttpContext context, string? subprotocol, Func<string, WatchedStream?, ConnectionContext> describe, Func<WebSocket, ConnectionContext, SocketConnection> connect)
    {
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

        WebSocket socket;
        try
        {
            socket = await AcceptAsync(context, subprotocol).ConfigureAwait(false);
        }
        catch
        {
            connections.Settle(client);
            throw;
        }

        using (socket)
        {
            using SocketConnection connection = connect(socket, describe(client, WatchedUpgrade.Of(context)?.Stream));
            await connection.RunAsync().ConfigureAwait(false);
        }
    }

    private Task<WebSocket> AcceptAsync(HttpContext context, string? subprotocol) => context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
    {
        SubProtocol = subprotocol,
        KeepAliveInterval = _options.KeepAliveInterval,
#if NET9_0_OR_GREATER
        // A timeout lets the socket ping. Its own is not used where the stream can be watched: it would also count while nothing is read from the client, and its pong waits behind audio.
        KeepAliveTimeout = WatchedUpgrade.Of(context) is null ? _options.KeepAliveTimeout : WatchedStream.NoTimeout,
#endif
    });

    /// <summary>Answers a request that is refused, and counts it.</summary>
    public async Task RefuseAsync(HttpContext context, int status, string reason, string message)
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

    /// <summary>Names the client of a request.</summary>
    public string ClientOf(HttpContext context) =>
        _options.ClientOf?.Invoke(context) ?? context.User.Identity?.Name ?? context.Connection.RemoteIpAddress?.ToString() ?? "";
}
