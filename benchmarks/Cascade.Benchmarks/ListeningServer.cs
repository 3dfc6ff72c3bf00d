using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Cascade.Benchmarks;

/// <summary>A server of the system, such as redis-server, that listens until it is disposed, when it is killed.</summary>
internal sealed class ListeningServer : IDisposable
{
    private readonly OwnedProcess _process;

    private ListeningServer(OwnedProcess process) => _process = process;

    /// <summary>Starts a program and waits until it listens.</summary>
    /// <exception cref="InvalidOperationException">The program is not installed, or does not listen.</exception>
    public static async Task<ListeningServer> StartAsync(int port, string program, params string[] arguments)
    {
        ListeningServer server;
        try
        {
            server = new ListeningServer(new OwnedProcess(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true }));
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new InvalidOperationException($"{program} could not be started: {e.Message} Debian and Ubuntu: apt-get install {program}.", e);
        }

        _ = server._process.Value.StandardOutput.ReadToEndAsync();
        for (int i = 0; i < 800; i++)
        {
            using Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, port);
                return server;
            }
            catch (SocketException) when (!server._process.Value.HasExited)
            {
                await Task.Delay(25);
            }
        }

        server.Dispose();
        throw new InvalidOperationException($"{program} does not listen at port {port}.");
    }

    /// <summary>Returns ports that nobody has.</summary>
    public static int[] FreePorts(int count)
    {
        TcpListener[] listeners = [.. Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0))];
        Array.ForEach(listeners, listener => listener.Start());
        int[] ports = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        Array.ForEach(listeners, listener => listener.Dispose());
        return ports;
    }

    public void Dispose() => _process.Dispose();
}
