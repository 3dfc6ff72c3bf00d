using Microsoft.AspNetCore.Http;

namespace Cascade.Hosting.Connections;

/// <summary>Which pages may connect. Browsers let any page open a WebSocket to any server, and tell only where the page is from.</summary>
internal static class Origins
{
    public const string All = "*";

    public static bool IsAllowed(HttpRequest request, IEnumerable<string> allowed)
    {
        string origin = request.Headers.Origin.ToString();
        return origin.Length == 0 || IsOwn(origin, request.Host) || allowed.Any(one => one == All || string.Equals(one.TrimEnd('/'), origin, StringComparison.OrdinalIgnoreCase));
    }

    // The scheme may differ: a proxy may speak TLS for the server.
    private static bool IsOwn(string origin, HostString host) =>
        Uri.TryCreate(origin, UriKind.Absolute, out Uri? uri) && string.Equals(uri.Authority, host.Value, StringComparison.OrdinalIgnoreCase);
}
