using System.Globalization;
using Cascade.Hosting.Connections;
using Cascade.Hosting.Realtime.Sessions;
using Cascade.Hosting.Realtime.Wire;
using Microsoft.AspNetCore.Http;

namespace Cascade.Hosting.Realtime.Connections;

/// <summary>The HTTP side of the Realtime protocol: who may upgrade, and what the request says about the session.</summary>
internal sealed class RealtimeEndpoint(ConnectionGate gate, RealtimeServices realtime, ClientSecrets secrets)
{
    private const string Subprotocol = "realtime";
    private const string KeySubprotocol = "openai-insecure-api-key.";
    private const string BetaSubprotocol = "openai-beta.realtime-v1";
    private const string IdPrefix = "sess_";

    /// <summary>Upgrades a connection and serves it to its end.</summary>
    public async Task ConnectAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await gate.RefuseAsync(context, StatusCodes.Status400BadRequest, "handshake", "Connect with a WebSocket.").ConfigureAwait(false);
            return;
        }

        string? token = TokenOf(context);
        SessionConfig? ofSecret = token is null ? null : secrets.Find(token);
        if (!await gate.IsOriginAllowedAsync(context).ConfigureAwait(false) || (ofSecret is null && !await gate.IsTokenRightAsync(context, token ?? "").ConfigureAwait(false)))
        {
            return;
        }

        ConnectionBeginning beginning = Read(context, ofSecret);
        await gate.ServeAsync(
            context,
            context.WebSockets.WebSocketRequestedProtocols.Contains(Subprotocol) ? Subprotocol : null,
            (client, stream) => new ConnectionContext(client, "", IsAuthorized: true, stream, context.RequestAborted),
            (socket, description) => new RealtimeConnection(socket, description, gate.Services, realtime, beginning)).ConfigureAwait(false);
    }

    // Browsers cannot set headers: they say the token as a subprotocol.
    private static string? TokenOf(HttpContext context) => AccessToken.Of(context.Request)
        ?? context.WebSockets.WebSocketRequestedProtocols.FirstOrDefault(one => one.StartsWith(KeySubprotocol, StringComparison.Ordinal))?[KeySubprotocol.Length..];

    private ConnectionBeginning Read(HttpContext context, SessionConfig? ofSecret)
    {
        HttpRequest request = context.Request;
        bool isBeta = request.Headers["OpenAI-Beta"].ToString().Contains("realtime=v1", StringComparison.OrdinalIgnoreCase) || context.WebSockets.WebSocketRequestedProtocols.Contains(BetaSubprotocol);
        bool isTranscription = request.Query["intent"] == "transcription";
        bool isExtended = request.Query["extensions"].ToString().Split(',').Contains("cascade");
        string resume = request.Query["resume"].ToString();
        SessionConfig config = (ofSecret ?? realtime.Begin(request.Query["model"], isTranscription)) with { IsExtended = isExtended };
        bool isResumable = isExtended && realtime.Limits.ResumeWindow > TimeSpan.Zero;
        _ = long.TryParse(request.Query["event"], NumberStyles.None, CultureInfo.InvariantCulture, out long acknowledged);
        return new ConnectionBeginning(
            new SessionBeginning(new Names(isBeta), config, isResumable),
            !isExtended || resume.Length == 0 ? null : resume.StartsWith(IdPrefix, StringComparison.Ordinal) ? resume[IdPrefix.Length..] : resume,
            acknowledged);
    }
}
