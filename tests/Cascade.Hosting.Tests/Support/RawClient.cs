using System.Net.Sockets;
using System.Text;
using Cascade.Hosting.Wire;

namespace Cascade.Hosting.Tests;

/// <summary>A client that writes the bytes of frames itself, for what no library would send.</summary>
internal sealed class RawClient : IDisposable
{
    public const byte Text = 0x1;
    public const byte Binary = 0x2;
    public const byte Continuation = 0x0;

    private readonly TcpClient _tcp = new();
    private readonly SemaphoreSlim _writing = new(1, 1);

    private NetworkStream Stream => _tcp.GetStream();

    public static async Task<RawClient> ConnectAsync(Uri server)
    {
        RawClient client = new();
        client._tcp.NoDelay = true;
        await client._tcp.ConnectAsync(server.Host, server.Port);
        await client.Stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"GET /vad HTTP/1.1\r\nHost: {server.Authority}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + $"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: {Protocol.Subprotocol}\r\n\r\n"));
        await client.ReadHeadAsync();
        return client;
    }

    /// <summary>A frame as clients send it, masked with zero.</summary>
    public static byte[] Frame(byte opcode, ReadOnlySpan<byte> payload, bool isFinal = true)
    {
        List<byte> frame = [(byte)(opcode | (isFinal ? 0x80 : 0))];
        if (payload.Length < 126)
        {
            frame.Add((byte)(0x80 | payload.Length));
        }
        else
        {
            frame.Add(0x80 | 127);
            frame.AddRange(BitConverter.GetBytes((long)payload.Length).Reverse());
        }

        frame.AddRange([0, 0, 0, 0]);
        frame.AddRange(payload);
        return [.. frame];
    }

    /// <summary>Writes behind what is being written.</summary>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        await _writing.WaitAsync(Eventually.Soon());
        try
        {
            await Stream.WriteAsync(bytes, Eventually.Soon());
        }
        finally
        {
            _writing.Release();
        }
    }

    public ValueTask SendTextAsync(string text) => WriteAsync(Frame(Text, Encoding.UTF8.GetBytes(text)));

    /// <summary>The close code of the server; null where the connection was cut without one.</summary>
    public async Task<int?> CloseCodeAsync()
    {
        const byte close = 0x8;
        try
        {
            while (true)
            {
                (byte opcode, byte[] payload) = await ReadFrameAsync();
                if (opcode == close)
                {
                    return (payload[0] << 8) | payload[1];
                }
            }
        }
        catch (IOException) // the connection's end is one too
        {
            return null;
        }
    }

    public async Task<(byte Opcode, byte[] Payload)> ReadFrameAsync()
    {
        byte[] head = await ReadAsync(2);
        long length = head[1] switch
        {
            126 => BitConverter.ToUInt16([.. (await ReadAsync(2)).Reverse()]),
            127 => BitConverter.ToInt64([.. (await ReadAsync(8)).Reverse()]),
            _ => head[1],
        };
        return ((byte)(head[0] & 0xF), await ReadAsync((int)length));
    }

    public void Dispose()
    {
        _tcp.Dispose();
        _writing.Dispose();
    }

    private async Task<byte[]> ReadAsync(int count)
    {
        byte[] bytes = new byte[count];
        await Stream.ReadExactlyAsync(bytes, Eventually.Soon());
        return bytes;
    }

    private async Task ReadHeadAsync()
    {
        StringBuilder head = new();
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            head.Append((char)(await ReadAsync(1))[0]);
        }

        Assert.That(head.ToString(), Does.StartWith("HTTP/1.1 101 "));
    }
}
