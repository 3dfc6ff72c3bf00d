using System.Net;
using System.Net.Sockets;

namespace Cascade.Cli.Archives.Sources;

/// <summary>Tells addresses of the public internet from all others: private networks, the machine itself, links, groups, and what is reserved (RFC 6890).</summary>
internal static class PrivateAddresses
{
    private static readonly IPNetwork[] Networks =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15",
            "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
        }.Select(IPNetwork.Parse),
    ];

    // Only 2000::/3 is public; inside, these networks carry other addresses (6to4, Teredo) or are for documents.
    private static readonly IPNetwork Public = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork[] NotPublic = [IPNetwork.Parse("2002::/16"), IPNetwork.Parse("2001::/23"), IPNetwork.Parse("2001:db8::/32"), IPNetwork.Parse("3fff::/20")];

    public static bool Contains(IPAddress address)
    {
        IPAddress plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return plain.AddressFamily == AddressFamily.InterNetwork
            ? Networks.Any(network => network.Contains(plain))
            : !Public.Contains(plain) || NotPublic.Any(network => network.Contains(plain));
    }
}
