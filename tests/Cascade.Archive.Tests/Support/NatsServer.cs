using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Cascade.Archive.Tests.Support;

/// <summary>A nats-server of the tests' own, with JetStream in a folder that goes with it.</summary>
internal sealed class NatsServer : IDisposable
{
    private static readonly TimeSpan StartTime = TimeSpan.FromMinutes(2);

    // Debian keeps it where only root's PATH leads.
    private static readonly string Program = File.Exists("/usr/sbin/nats-server") ? "/usr/sbin/nats-server" : "nats-server";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cascade-nats");
    private readonly Process _process;

    // It takes a free port, which it writes into a file.
    private NatsServer()
    {
        ProcessStartInfo start = new(
            Program, ["-js", "-sd", _folder.FullName, "-a", "127.0.0.1", "-p", "-1", "--ports_file_dir", _folder.FullName, "-l", Path.Combine(_folder.FullName, "log")]);
        _process = Process.Start(start)!;
    }

    public string Url { get; private set; } = "";

    public static async Task<NatsServer> StartAsync()
    {
        NatsServer server = new();
        using CancellationTokenSource limit = new(StartTime);
        while (server.Url.Length == 0)
        {
            Assert.That(server._process.HasExited, Is.False, "nats-server has ended");
            await Task.Delay(20, limit.Token);
            foreach (string ports in Directory.EnumerateFiles(server._folder.FullName, "*.ports"))
            {
                string written = await File.ReadAllTextAsync(ports, limit.Token);
                server.Url = written.EndsWith('}') ? JsonElement.Parse(written).GetProperty("nats")[0].GetString()! : ""; // still being written
            }
        }

        return server;
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
