using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace Cascade.Server;

/// <summary>Behind a reverse proxy, clients are told apart by the address that the proxy forwards.</summary>
internal static class ForwardedAddresses
{
    /// <summary>Believes the forwarded headers of these proxies, and of nobody else.</summary>
    /// <exception cref="FormatException">An address is none.</exception>
    public static void AddKnownProxies(this IServiceCollection services, IEnumerable<string> addresses) => services.Configure<ForwardedHeadersOptions>(options =>
    {
        options.KnownProxies.Clear(); // this computer is believed by default, and any program on it can send a header
        options.KnownIPNetworks.Clear();
        foreach (string address in addresses)
        {
            options.KnownProxies.Add(IPAddress.Parse(address));
        }

        // Lists that are empty would mean that everybody is believed.
        options.ForwardedHeaders = options.KnownProxies.Count == 0 ? ForwardedHeaders.None : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
    });
}
