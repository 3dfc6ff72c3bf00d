using System.Net;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Cascade.Hosting.Connections;

/// <summary>Decides which pages may connect. Browsers let any page open a WebSocket to any server, and tell only where the page is from.</summary>
internal sealed class Origins(IOptions<CascadeHostingOptions> options, IOptions<HostFilteringOptions> filtering)
{
    private const string All = "*";
    private const string ThisComputer = "localhost";

    // The host filter of ASP.NET Core has refused all other names before, unless it allows all.
    private readonly StringSegment[] _ownNames = [.. filtering.Value.AllowedHosts.Where(name => name != All).Select(name => new StringSegment(name))];

    /// <summary>Returns whether a request comes from no page, from a page of the server itself, or from a page of an origin that is allowed.</summary>
    public bool IsAllowed(HttpRequest request)
    {
        string origin = request.Headers.Origin.ToString();
        return origin.Length == 0
            || options.Value.AllowedOrigins.Any(one => one == All || string.Equals(one.TrimEnd('/'), origin, StringComparison.OrdinalIgnoreCase))
            || (IsOf(origin, request.Host) && IsOwn(request.Host.Host));
    }

    // The scheme may differ: a proxy may speak TLS for the server.
    private static bool IsOf(string origin, HostString host) =>
        Uri.TryCreate(origin, UriKind.Absolute, out Uri? uri) && string.Equals(uri.Authority, host.Value, StringComparison.OrdinalIgnoreCase);

    // That page and request name the same host proves nothing by itself: whoever owns a name can let it lead to this server (DNS rebinding). An address, or this computer's
    // own name, leads nowhere else.
    private bool IsOwn(string host) =>
        IPAddress.TryParse(host, out _) || string.Equals(host, ThisComputer, StringComparison.OrdinalIgnoreCase) || HostString.MatchesAny(host, _ownNames);
}
