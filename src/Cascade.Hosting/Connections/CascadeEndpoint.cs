using Cascade.Hosting.Wire;
using Microsoft.AspNetCore.Http;

namespace Cascade.Hosting.Connections;

/// <summary>The HTTP side of <c>cascade.v1</c>: who may upgrade, and where segments' audio is.</summary>
internal sealed class CascadeEndpoint(ConnectionGate gate, SessionManager sessions)
{
    /// <summary>Upgrades a connection and serves it to its end.</summary>
    public async Task ConnectAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest || !context.WebSockets.WebSocketRequestedProtocols.Contains(Protocol.Subprotocol))
        {
            await gate.RefuseAsync(context, StatusCodes.Status400BadRequest, "handshake", $"Connect with a WebSocket and the subprotocol {Protocol.Subprotocol}.").ConfigureAwait(false);
            return;
        }

        string? token = AccessToken.Of(context.Request);
        if (!await gate.IsOriginAllowedAsync(context).ConfigureAwait(false) || !await gate.IsTokenRightAsync(context, token).ConfigureAwait(false))
        {
            return;
        }

        bool isAuthorized = gate.Services.Options.Token is null || token is not null;
        await gate.ServeAsync(
            context,
            Protocol.Subprotocol,
            (client, stream) => new ConnectionContext(client, AudioPath(context.Request), isAuthorized, stream, context.RequestAborted),
            (socket, description) => new ClientConnection(socket, description, gate.Services)).ConfigureAwait(false);
    }

    /// <summary>Gives the audio of a segment to whoever knows its address.</summary>
    public IResult GetAudio(string key, long number, HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        return sessions.FindAudio(key, number) is { } segment ? Results.Bytes(WavFile.ToArray(segment.Audio.Span, segment.Format), "audio/wav") : Results.NotFound();
    }

    private static string AudioPath(HttpRequest request) => $"{request.PathBase}{request.Path}".TrimEnd('/') + "/audio";
}
