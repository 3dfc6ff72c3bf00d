using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Cascade.Archive.Tests.Support;

/// <summary>A nats-server of the tests' own, with JetStream in a folder that goes with it.</summary>
internal sealed class NatsServer : IDisposable
{
    private static readonly TimeSpan StartTime = TimeSpan.FromMinutes(2);

    // Debian keeps it where only root's PATH leads.
    private static readonly string Program = File.Exists("/usr/sbin/nats-server") ? "/usr/sbin/nats-server" : "nats-server";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cascade-nats");
    private readonly Process _process;

    private NatsServer(int port)
    {
        Url = $"nats://127.0.0.1:{port}";
        ProcessStartInfo start = new(Program, ["-js", "-sd", _folder.FullName, "-a", "127.0.0.1", "-p", $"{port}", "-l", Path.Combine(_folder.FullName, "log")]);
        _process = Process.Start(start)!;
    }

    public string Url { get; }

    public static async Task<NatsServer> StartAsync()
    {
        int port = FreePort();
        NatsServer server = new(port);
        using CancellationTokenSource limit = new(StartTime);
        while (true)
        {
            try
            {
                using TcpClient client = new();
                await client.ConnectAsync(IPAddress.Loopback, port, limit.Token);
                return server;
            }
            catch (SocketException) when (!server._process.HasExited)
            {
                await Task.Delay(20, limit.Token);
            }
        }
    }

    public static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }
}
