using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Cascade.Hosting.Tests;

/// <summary>A real Redis on a free port, which keeps nothing on disk.</summary>
internal sealed class RedisServer : IDisposable
{
    private readonly int _port = FreePort();
    private Process? _process;

    /// <summary>With patience for a machine whose processors others have: a Redis that is away is noticed by its connection, which breaks.</summary>
    public string Address => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_port},asyncTimeout=60000");

    public static async Task<RedisServer> StartAsync()
    {
        RedisServer server = new();
        await server.RunAsync();
        return server;
    }

    /// <summary>Starts it, or starts it again, empty.</summary>
    public async Task RunAsync()
    {
        _process = Process.Start(new ProcessStartInfo("redis-server", ["--port", _port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]) { RedirectStandardOutput = true })!;
        string? line;
        do
        {
            line = await _process.StandardOutput.ReadLineAsync(Eventually.Soon());
            Assert.That(line, Is.Not.Null, "redis-server has ended");
        }
        while (!line!.Contains("Ready to accept connections", StringComparison.Ordinal));
        _ = _process.StandardOutput.ReadToEndAsync();
    }

    /// <summary>Ends it at once.</summary>
    public void Kill()
    {
        _process?.Kill();
        _process?.WaitForExit();
        _process?.Dispose();
        _process = null;
    }

    /// <summary>Sends it a signal: STOP leaves its connections without an answer, CONT lets it go on.</summary>
    public void Signal(string name)
    {
        using Process kill = Process.Start("kill", [$"-{name}", _process!.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public void Dispose() => Kill();

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
