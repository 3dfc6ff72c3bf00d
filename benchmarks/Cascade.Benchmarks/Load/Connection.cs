using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;

namespace Cascade.Benchmarks.Load;

/// <summary>A WebSocket over a socket of its own, so that it can be cut the hard way.</summary>
internal sealed class Connection : IDisposable
{
    private const int LongestHeader = 2048;

    private readonly Socket _socket;
    private readonly WebSocket _webSocket;

    private Connection(Socket socket)
    {
        _socket = socket;
        _webSocket = WebSocket.CreateFromStream(new NetworkStream(socket, ownsSocket: true), new WebSocketCreationOptions { SubProtocol = "cascade.v1", KeepAliveInterval = TimeSpan.Zero });
    }

    /// <exception cref="IOException">The server did not upgrade.</exception>
    /// <exception cref="SocketException">It cannot be reached.</exception>
    public static async Task<Connection> OpenAsync(Uri address, CancellationToken cancellationToken)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Parse(address.Host), address.Port), cancellationToken);
            string key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
            string request = $"GET {address.AbsolutePath} HTTP/1.1\r\nHost: {address.Authority}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + $"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: cascade.v1\r\n\r\n";
            await socket.SendAsync(Encoding.ASCII.GetBytes(request), cancellationToken);
            string answer = await ReadHeaderAsync(socket, cancellationToken);
            return answer.StartsWith("HTTP/1.1 101 ", StringComparison.Ordinal) ? new Connection(socket) : throw new IOException($"The server did not upgrade: {answer.Split('\r')[0]}");
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public ValueTask SendAsync(ReadOnlyMemory<byte> message, WebSocketMessageType type) => _webSocket.SendAsync(message, type, endOfMessage: true, CancellationToken.None);

    public ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(Memory<byte> buffer) => _webSocket.ReceiveAsync(buffer, CancellationToken.None);

    /// <summary>Answers the server's close.</summary>
    public Task CloseAsync() => _webSocket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);

    /// <summary>Why the server closed the connection.</summary>
    public string CloseReason => $"{(int?)_webSocket.CloseStatus} {_webSocket.CloseStatusDescription}".Trim();

    /// <summary>Cuts the connection with a reset. What is on the way in either direction is lost.</summary>
    public void Reset() => _socket.Close(0);

    public void Dispose() => _webSocket.Dispose();

    // The server says nothing after its header before it is spoken to.
    private static async Task<string> ReadHeaderAsync(Socket socket, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[LongestHeader];
        for (int filled = 0, count; filled < LongestHeader; filled += count)
        {
            count = await socket.ReceiveAsync(buffer.AsMemory(filled), cancellationToken);
            if (count == 0)
            {
                break;
            }

            if (buffer.AsSpan(0, filled + count).EndsWith("\r\n\r\n"u8))
            {
                return Encoding.ASCII.GetString(buffer, 0, filled + count);
            }
        }

        throw new IOException("The server gave no answer to the request for an upgrade.");
    }
}
