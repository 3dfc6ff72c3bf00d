using System.Globalization;

namespace Cascade.Benchmarks.Load.Nodes;

/// <summary>Servers behind HAProxy, which knows only whether each is well, and Redis between them.</summary>
internal sealed class Cluster : IDisposable
{
    private readonly Func<int, string, Task<SampleProcess>> _start;
    private readonly int[] _ports;
    private readonly SampleProcess?[] _servers;
    private readonly string _configuration = Path.GetTempFileName();
    private ListeningServer? _redis;
    private ListeningServer? _balancer;

    private Cluster(int nodes, Func<int, string, Task<SampleProcess>> start)
    {
        _start = start;
        _servers = new SampleProcess?[nodes];
        _ports = ListeningServer.FreePorts(nodes + 2);
    }

    /// <summary>Gets the address of the balancer.</summary>
    public Uri Address => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{BalancerPort}"));

    public int Nodes => _servers.Length;

    private int BalancerPort => _ports[^1];

    private int RedisPort => _ports[^2];

    /// <param name="nodes">How many servers.</param>
    /// <param name="start">Starts one at a port, with the address of Redis.</param>
    public static async Task<Cluster> StartAsync(int nodes, Func<int, string, Task<SampleProcess>> start)
    {
        Cluster cluster = new(nodes, start);
        try
        {
            await cluster.StartRedisAsync();
            for (int node = 0; node < nodes; node++)
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

    public async Task StartAsync(int node) => _servers[node] = await _start(_ports[node], $"127.0.0.1:{Text(RedisPort)}");

    /// <summary>Ends a server with SIGKILL.</summary>
    public void Kill(int node) => _servers[node]!.Dispose();

    /// <summary>Ends a server in order, with SIGTERM.</summary>
    public Task DrainAsync(int node) => _servers[node]!.EndAsync();

    public void Dispose()
    {
        _balancer?.Dispose();
        foreach (SampleProcess? server in _servers)
        {
            server?.Dispose();
        }

        _redis?.Dispose();
        File.Delete(_configuration);
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

    private async Task BalanceAsync()
    {
        string servers = string.Concat(Enumerable.Range(0, Nodes).Select(node => $"  server node{node} 127.0.0.1:{Text(_ports[node])} check inter 500ms fall 2 rise 1\n"));
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
        for (int well = 0; well < Nodes;) // until it has found its servers
        {
            try
            {
                (await client.GetAsync(new Uri(Address, "/health"))).EnsureSuccessStatusCode();
                well++;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(50);
            }
        }
    }
}
