namespace Cascade.Cli.Archives.Sources;

/// <summary>The places a worker takes audio from. Jobs come from elsewhere: without a policy, each of them could name any file and any address that the worker reaches.</summary>
internal sealed record SourcePolicy
{
    /// <summary>Folders below which files are read.</summary>
    public required string[] Roots { get; init; }

    /// <summary>Names of hosts that addresses may have; <c>*.example.com</c> means every host below it.</summary>
    public string[] Hosts { get; init; } = [];

    /// <summary>Whether a host may have an address of a private network or of the machine itself.</summary>
    public bool AllowsPrivateAddresses { get; init; }

    /// <summary>The most that is downloaded.</summary>
    public long MaximumBytes { get; init; } = 2L << 30;

    /// <summary>The longest that a download lasts.</summary>
    public TimeSpan MaximumTime { get; init; } = TimeSpan.FromMinutes(10);

    public bool Allows(Uri address) =>
        address.Scheme is "http" or "https" && Hosts.Any(host =>
            host.StartsWith("*.", StringComparison.Ordinal)
                ? address.IdnHost.EndsWith(host[1..], StringComparison.OrdinalIgnoreCase)
                : address.IdnHost.Equals(host, StringComparison.OrdinalIgnoreCase));

    public static bool IsAddress(string source) => source.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || source.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
}
