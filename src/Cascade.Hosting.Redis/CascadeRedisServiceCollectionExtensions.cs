using Cascade.Hosting.Diagnostics;
using Cascade.Hosting.Nodes;
using Cascade.Hosting.Redis;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Lets several servers share their sessions.</summary>
public static class CascadeRedisServiceCollectionExtensions
{
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Keeps resumable sessions of <c>AddCascade</c> in Redis, so that a client whose server is gone resumes at any other server that keeps them there. Without Redis, or while it cannot be reached, sessions go on as those of
    /// one server.
    /// </summary>
    /// <param name="services">The services, to which <c>AddCascade</c> was added.</param>
    /// <param name="connection">Redis, as StackExchange.Redis writes it: <c>host:6379,password=…</c>. A session waits half a second for an answer, or <c>asyncTimeout</c> (in ms), and then goes on without.</param>
    /// <remarks>Every server must have the same model. A reader of Redis can resume every session, and reads the audio of open speech: protect Redis as the servers themselves.</remarks>
    public static IServiceCollection UseRedis(this IServiceCollection services, string connection)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(connection);
        ConfigurationOptions options = ConfigurationOptions.Parse(connection);
        options.AbortOnConnectFail = false; // a server may start before Redis
        options.BacklogPolicy = BacklogPolicy.FailFast; // what cannot be written now is written anew, not later
        options.HeartbeatInterval = Retry;
        options.ReconnectRetryPolicy = new LinearRetry((int)Retry.TotalMilliseconds); // when Redis is back, sessions are to be safe again soon
        int patience = ConfigurationOptions.Parse($"asyncTimeout={Patience.TotalMilliseconds:0},{connection}").AsyncTimeout; // of two values the last one counts
        return services.Add(async () => await ConnectionMultiplexer.ConnectAsync(options).ConfigureAwait(false), TimeSpan.FromMilliseconds(patience));
    }

    /// <summary>The same with a connection that the application makes.</summary>
    /// <param name="services">The services, to which <c>AddCascade</c> was added.</param>
    /// <param name="connect">Is called once, with the first session. The connection is disposed with the application.</param>
    public static IServiceCollection UseRedis(this IServiceCollection services, Func<Task<IConnectionMultiplexer>> connect)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(connect);
        return services.Add(connect, Patience);
    }

    private static IServiceCollection Add(this IServiceCollection services, Func<Task<IConnectionMultiplexer>> connect, TimeSpan patience)
    {
        services.TryAddSingleton<ISessionStore>(provider => new RedisSessionStore(
            connect,
            patience,
            provider.GetRequiredService<HostingMetrics>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<RedisSessionStore>>()));
        return services;
    }
}
