namespace Cascade.Server;

/// <summary>What this sample adds to the options of Cascade.Hosting. Bound from the configuration section <c>Server</c>.</summary>
internal sealed class ServerOptions
{
    public const string SectionName = "Server";

    public const string DefaultUrl = "http://127.0.0.1:5080";

    /// <summary>How often one address may connect, per minute.</summary>
    public int ConnectionsPerMinute { get; set; } = 120;

    /// <summary>Where sessions are kept for other servers, like <c>127.0.0.1:6379</c>. Default none: sessions are this server's.</summary>
    public string? Redis { get; set; }

    /// <summary>
    /// The addresses of reverse proxies, like <c>127.0.0.1</c>, whose headers <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> are believed. Default none: the headers are ignored,
    /// and all users behind a proxy are one client.
    /// </summary>
    public IList<string> KnownProxies { get; } = [];
}
