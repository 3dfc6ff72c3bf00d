using System.Text.Json;
using Cascade.Hosting.Realtime.Sessions;
using Cascade.Hosting.Realtime.Wire;
using Microsoft.AspNetCore.Http;

namespace Cascade.Hosting.Realtime.Connections;

/// <summary>Gives short-lived tokens to whoever knows the server's own, to be handed on to pages.</summary>
internal sealed class SecretEndpoint(HttpAccess access, RealtimeServices realtime, ClientSecrets secrets)
{
    private const int ShortestSeconds = 10;
    private const int LongestSeconds = 7200;

    public async Task<IResult> CreateAsync(HttpContext context)
    {
        if (access.Refuse(context) is { } refusal)
        {
            return refusal;
        }

        try
        {
            SecretRequest request = context.Request.ContentLength is 0 ? new SecretRequest()
                : await JsonSerializer.DeserializeAsync(context.Request.Body, RealtimeJson.Default.SecretRequest, context.RequestAborted).ConfigureAwait(false) ?? new SecretRequest();
            SessionConfig config = realtime.Begin(request.Session?.Model, request.Session?.Type == "transcription");
            config = request.Session is { } patch ? SessionPatch.Apply(config, patch) : config;
            TimeSpan lifetime = request.ExpiresAfter?.Seconds is not { } seconds ? realtime.Conversations.ClientSecretLifetime
                : seconds is >= ShortestSeconds and <= LongestSeconds ? TimeSpan.FromSeconds(seconds)
                : throw new RealtimeException(RealtimeException.InvalidValue, $"Expected from {ShortestSeconds} to {LongestSeconds} seconds; found {seconds}.", "expires_after.seconds");
            return secrets.Make(config, lifetime) is { } made
                ? HttpAccess.Json(new SecretBody(made.Token, made.Until.ToUnixTimeSeconds(), config.ToWire("sess_" + Ids.Random(), new Names(IsBeta: false))))
                : HttpAccess.Error(StatusCodes.Status429TooManyRequests, "too_many_secrets", "Too many client secrets are valid. Try later.");
        }
        catch (RealtimeException e)
        {
            return HttpAccess.Error(e);
        }
        catch (JsonException e)
        {
            return HttpAccess.Error(StatusCodes.Status400BadRequest, "invalid_json", $"Expected a JSON object; found something else at {e.Path ?? "its beginning"}.");
        }
    }
}
