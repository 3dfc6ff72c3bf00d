using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Cascade.Hosting.Connections;

/// <summary>Puts a <see cref="WatchedStream"/> between the server and the WebSocket, in HTTP/1.1 and HTTP/2.</summary>
internal sealed class WatchedUpgrade(IHttpUpgradeFeature? upgrade, IHttpExtendedConnectFeature? connect) : IHttpUpgradeFeature, IHttpExtendedConnectFeature
{
    /// <summary>Gets the stream, once the connection is upgraded.</summary>
    public WatchedStream? Stream { get; private set; }

    public bool IsUpgradableRequest => upgrade?.IsUpgradableRequest ?? false;

    public bool IsExtendedConnect => connect?.IsExtendedConnect ?? false;

    public string? Protocol => connect?.Protocol;

    /// <summary>Adds it to a pipeline, before <c>UseWebSockets</c>.</summary>
    public static void Use(IApplicationBuilder pipeline) => pipeline.Use(static (HttpContext context, RequestDelegate next) =>
    {
        IFeatureCollection features = context.Features;
        WatchedUpgrade watched = new(features.Get<IHttpUpgradeFeature>(), features.Get<IHttpExtendedConnectFeature>());
        if (watched.IsUpgradableRequest || watched.IsExtendedConnect)
        {
            features.Set<IHttpUpgradeFeature>(watched.IsUpgradableRequest ? watched : null);
            features.Set<IHttpExtendedConnectFeature>(watched.IsExtendedConnect ? watched : null);
            features.Set<IHttpWebSocketFeature>(null); // one from before would upgrade past this
            features.Set(watched);
        }

        return next(context);
    });

    /// <summary>Gets that of a request, if the server upgrades by streams.</summary>
    public static WatchedUpgrade? Of(HttpContext context) => context.Features.Get<WatchedUpgrade>();

    public async Task<Stream> UpgradeAsync() => Stream = new WatchedStream(await upgrade!.UpgradeAsync().ConfigureAwait(false));

    public async ValueTask<Stream> AcceptAsync() => Stream = new WatchedStream(await connect!.AcceptAsync().ConfigureAwait(false));
}
