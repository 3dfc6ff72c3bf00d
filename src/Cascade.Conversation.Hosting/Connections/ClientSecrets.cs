using System.Collections.Concurrent;
using Cascade.Hosting.Realtime.Sessions;
using Cascade.Hosting.Sessions;
using Microsoft.Extensions.Options;

namespace Cascade.Hosting.Realtime.Connections;

/// <summary>Short-lived tokens for pages, which must not know the server's own. Thread-safe.</summary>
internal sealed class ClientSecrets(IOptions<ConversationHostingOptions> options, TimeProvider timeProvider)
{
    public const string Prefix = "ek_";

    private readonly ConcurrentDictionary<string, Secret> _secrets = new(StringComparer.Ordinal);

    /// <summary>Makes a token.</summary>
    /// <param name="config">The settings of sessions that begin with it.</param>
    /// <param name="lifetime">How long sessions may begin with it.</param>
    /// <returns>The token and the time until when it holds, or <see langword="null"/> if there are too many.</returns>
    public (string Token, DateTimeOffset Until)? Make(SessionConfig config, TimeSpan lifetime)
    {
        DateTimeOffset now = timeProvider.GetUtcNow();
        if (_secrets.Count >= options.Value.MaxClientSecrets)
        {
            Forget(now);
            if (_secrets.Count >= options.Value.MaxClientSecrets)
            {
                return null;
            }
        }

        string token = Prefix + SecretId.New() + SecretId.New();
        Secret secret = new(config, now + lifetime);
        _secrets[token] = secret;
        return (token, secret.Until);
    }

    /// <summary>Gets the settings of a token that holds.</summary>
    public SessionConfig? Find(string token) => _secrets.TryGetValue(token, out Secret? secret) && secret.Until > timeProvider.GetUtcNow() ? secret.Config : null;

    private void Forget(DateTimeOffset now)
    {
        foreach ((string token, _) in _secrets.Where(one => one.Value.Until <= now))
        {
            _secrets.TryRemove(token, out _);
        }
    }

    private sealed record Secret(SessionConfig Config, DateTimeOffset Until);
}
