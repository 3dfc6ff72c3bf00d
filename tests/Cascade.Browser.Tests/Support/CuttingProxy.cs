using System.Net;
using System.Net.Sockets;

namespace Cascade.Browser.Tests.Support;

/// <summary>A network between page and server that fails on demand: it resets the connections that are WebSockets.</summary>
/// <remarks>By itself it fails where pages have sent so many bytes in all: by a clock, a busy machine may be at the end before it is cut.</remarks>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Uri _server;
    private readonly Lock _lock = new();
    private readonly List<Socket> _webSockets = [];
    private readonly Queue<long> _cutsAtBytes;
    private readonly Task _accepting;
    private long _bytes;

    public CuttingProxy(Uri server, params IEnumerable<long> cutsAtBytes)
    {
        _server = server;
        _cutsAtBytes = new(cutsAtBytes);
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _accepting = AcceptAsync();
    }

    public Uri Address { get; }

    /// <summary>How many sockets were opened after the first.</summary>
    public int Resumed { get; private set; } = -1;

    public void Cut()
    {
        lock (_lock)
        {
            foreach (Socket socket in _webSockets)
            {
                socket.Close(0);
            }

            _webSockets.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = CarryAsync(await _listener.AcceptSocketAsync());
            }
        }
        catch (SocketException)
        {
            // Stopped.
        }
    }

    private async Task CarryAsync(Socket client)
    {
        using Socket toServer = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            client.NoDelay = true;
            await toServer.ConnectAsync(_server.Host, _server.Port);
            await Task.WhenAny(CopyAsync(client, toServer, isFromClient: true), CopyAsync(toServer, client, isFromClient: false));
        }
        catch (SocketException)
        {
            // One side is gone; the other follows.
        }
        finally
        {
            client.Close(0);
            toServer.Close(0);
        }
    }

    private async Task CopyAsync(Socket from, Socket to, bool isFromClient)
    {
        byte[] buffer = new byte[64 * 1024];
        bool isWebSocket = false;
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and int count)
            {
                if (isFromClient && buffer.AsSpan(0, count).IndexOf("Upgrade: websocket"u8) >= 0)
                {
                    isWebSocket = true;
                    lock (_lock)
                    {
                        _webSockets.Add(from);
                        Resumed++;
                    }
                }

                if (isWebSocket && IsCutAfter(count))
                {
                    Cut();
                    return;
                }

                await to.SendAsync(buffer.AsMemory(0, count));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Cut.
        }
    }

    private bool IsCutAfter(int count)
    {
        lock (_lock)
        {
            _bytes += count;
            return _cutsAtBytes.TryPeek(out long place) && _bytes >= place && _cutsAtBytes.TryDequeue(out _);
        }
    }
}
