using System.Globalization;

namespace Cascade.Benchmarks.Load.Nodes;

/// <summary>Servers behind HAProxy, which knows only whether each is well, and Redis between them.</summary>
internal sealed class Cluster : IDisposable
{
    private readonly LoadArguments _arguments;
    private readonly int[] _ports;
    private readonly ServerProcess?[] _servers;
    private readonly string _configuration = Path.GetTempFileName();
    private ListeningServer? _redis;
    private ListeningServer? _balancer;

    private Cluster(LoadArguments arguments)
    {
        _arguments = arguments;
        _servers = new ServerProcess?[arguments.Nodes];
        _ports = ListeningServer.FreePorts(arguments.Nodes + 2);
    }

    public Uri Endpoint => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{BalancerPort}/vad"));

    private int BalancerPort => _ports[^1];

    private int RedisPort => _ports[^2];

    public static async Task<Cluster> StartAsync(LoadArguments arguments)
    {
        Cluster cluster = new(arguments);
        try
        {
            await cluster.StartRedisAsync();
            for (int node = 0; node < arguments.Nodes; node++)
            {
                await cluster.StartAsync(node);
            }

            await cluster.BalanceAsync();
            return cluster;
        }
        catch
        {
            cluster.Dispose();
            throw;
        }
    }

    public async Task StartRedisAsync() => _redis = await ListeningServer.StartAsync(RedisPort, "redis-server", "--port", Text(RedisPort), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no");

    /// <summary>Ends Redis at once. All that it knew is gone.</summary>
    public void KillRedis() => _redis?.Dispose();

    public async Task StartAsync(int node) =>
        _servers[node] = await ServerProcess.StartAsync(_arguments, _ports[node], [("Server__Redis", $"127.0.0.1:{Text(RedisPort)}"), ("Cascade__InputBurst", "00:02:00")]);

    /// <summary>Ends a server with SIGKILL.</summary>
    public void Kill(int node) => _servers[node]!.Dispose();

    /// <summary>Ends a server in order, with SIGTERM.</summary>
    public Task DrainAsync(int node) => _servers[node]!.EndAsync();

    public void Dispose()
    {
        _balancer?.Dispose();
        foreach (ServerProcess? server in _servers)
        {
            server?.Dispose();
        }

        _redis?.Dispose();
        File.Delete(_configuration);
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

    private async Task BalanceAsync()
    {
        string servers = string.Concat(Enumerable.Range(0, _arguments.Nodes).Select(node => $"  server node{node} 127.0.0.1:{Text(_ports[node])} check inter 500ms fall 2 rise 1\n"));
        await File.WriteAllTextAsync(_configuration, $"""
            global
              maxconn 8000
            defaults
              mode tcp
              timeout connect 250ms
              timeout check 2s
              timeout client 1h
              timeout server 1h
              retries 3
              option redispatch 1
            listen vad
              bind 127.0.0.1:{Text(BalancerPort)}
              balance leastconn
              option httpchk GET /health
            {servers}
            """);
        _balancer = await ListeningServer.StartAsync(BalancerPort, "haproxy", "-db", "-f", _configuration);
        using HttpClient client = new();
        for (int well = 0; well < _arguments.Nodes;) // until it has found its servers
        {
            try
            {
                (await client.GetAsync(new Uri(Endpoint, "/health"))).EnsureSuccessStatusCode();
                well++;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(50);
            }
        }
    }
}
