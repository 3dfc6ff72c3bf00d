using Cascade.Hosting.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Cascade.Hosting.Connections;

/// <summary>The services that all connections use.</summary>
internal sealed class ConnectionServices(
    IOptions<CascadeHostingOptions> options,
    SessionManager sessions,
    ConnectionRegistry connections,
    HostingMetrics metrics,
    TimeProvider timeProvider,
    ILogger<ClientConnection> logger)
{
    public CascadeHostingOptions Options { get; } = options.Value;

    public SessionManager Sessions => sessions;

    public ConnectionRegistry Connections => connections;

    public HostingMetrics Metrics => metrics;

    public TimeProvider TimeProvider => timeProvider;

    public ILogger Logger => logger;
}
