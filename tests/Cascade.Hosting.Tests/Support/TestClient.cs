using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Cascade.Hosting.Wire;

namespace Cascade.Hosting.Tests;

/// <summary>A client of the protocol that waits for what it expects, and fails where that does not come.</summary>
internal sealed class TestClient : IDisposable
{
    private readonly ClientWebSocket _socket = new();

    private TestClient()
    {
    }

    public int? CloseCode => (int?)_socket.CloseStatus;

    public static async Task<TestClient> ConnectAsync(Uri server, Action<ClientWebSocketOptions>? configure = null)
    {
        TestClient client = new();
        client._socket.Options.AddSubProtocol(Protocol.Subprotocol);
        client._socket.Options.CollectHttpResponseDetails = true;
        configure?.Invoke(client._socket.Options);
        await client._socket.ConnectAsync(new UriBuilder(server) { Scheme = "ws", Path = "/vad" }.Uri, Eventually.Soon());
        return client;
    }

    /// <summary>The HTTP status with which a connection is refused.</summary>
    public static async Task<int> RefusalAsync(Uri server, Action<ClientWebSocketOptions>? configure = null)
    {
        TestClient client = new();
        client._socket.Options.AddSubProtocol(Protocol.Subprotocol);
        client._socket.Options.CollectHttpResponseDetails = true;
        configure?.Invoke(client._socket.Options);
        await Assert.ThrowsAsync<WebSocketException>(() => client._socket.ConnectAsync(new UriBuilder(server) { Scheme = "ws", Path = "/vad" }.Uri, Eventually.Soon()));
        return (int)client._socket.HttpStatusCode;
    }

    public Task SendAsync(string text) => _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, Eventually.Soon());

    public Task SendAsync(ReadOnlyMemory<byte> audio) => _socket.SendAsync(audio, WebSocketMessageType.Binary, endOfMessage: true, Eventually.Soon()).AsTask();

    public async Task SendAsync(ReadOnlyMemory<byte> audio, int chunkBytes)
    {
        for (int at = 0; at < audio.Length; at += chunkBytes)
        {
            await SendAsync(audio.Slice(at, Math.Min(chunkBytes, audio.Length - at)));
        }
    }

    /// <summary>The next message; null when the server has closed.</summary>
    public async Task<ReceivedItem?> ReceiveAsync()
    {
        using MemoryStream message = new();
        byte[] buffer = new byte[16 * 1024];
        while (true)
        {
            WebSocketReceiveResult read = await _socket.ReceiveAsync(buffer, Eventually.Soon());
            if (read.MessageType == WebSocketMessageType.Close)
            {
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, Eventually.Soon());
                return null;
            }

            message.Write(buffer, 0, read.Count);
            if (read.EndOfMessage)
            {
                byte[] bytes = message.ToArray();
                return read.MessageType == WebSocketMessageType.Text
                    ? new ReceivedItem(JsonSerializer.Deserialize(bytes, WireJson.Default.ServerMessage), [])
                    : new ReceivedItem(null, bytes);
            }
        }
    }

    /// <summary>The next message, which is to be of this type.</summary>
    public async Task<T> ExpectAsync<T>()
        where T : ServerMessage
    {
        ReceivedItem? item = await ReceiveAsync();
        Assert.That(item?.Message, Is.TypeOf<T>(), () => $"{item?.Message}, close code {CloseCode}");
        return (T)item!.Message!;
    }

    /// <summary>The next message of a type; others before it are passed over.</summary>
    public async Task<T> UntilAsync<T>()
        where T : ServerMessage
    {
        while (true)
        {
            ReceivedItem? item = await ReceiveAsync();
            Assert.That(item, Is.Not.Null, () => $"closed with {CloseCode} before {typeof(T).Name}");
            if (item!.Message is T message)
            {
                return message;
            }
        }
    }

    /// <summary>All that comes until the server has closed.</summary>
    public async Task<List<ReceivedItem>> ToEndAsync()
    {
        List<ReceivedItem> items = [];
        while (await ReceiveAsync() is { } item)
        {
            items.Add(item);
        }

        return items;
    }

    /// <summary>Expects the fatal error, after whatever else, and its close code.</summary>
    public async Task ExpectFatalAsync(string code, int closeCode)
    {
        ErrorMessage? error = (await ToEndAsync()).LastOrDefault()?.Message as ErrorMessage;
        Assert.That((JsonNamingPolicy.CamelCase.ConvertName($"{error?.Code}"), error?.Fatal, CloseCode), Is.EqualTo((code, (bool?)true, (int?)closeCode)));
    }

    /// <summary>Expects the end without a fault, after whatever else.</summary>
    public async Task ExpectClosedAsync(string reason, int closeCode)
    {
        ClosedMessage? closed = (await ToEndAsync()).LastOrDefault()?.Message as ClosedMessage;
        Assert.That((JsonNamingPolicy.CamelCase.ConvertName($"{closed?.Reason}"), CloseCode), Is.EqualTo((reason, (int?)closeCode)));
    }

    /// <summary>Closes in order, as a client that has had enough.</summary>
    public Task CloseAsync() => _socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Eventually.Soon());

    /// <summary>Cuts the connection without a word.</summary>
    public void Drop() => _socket.Abort();

    public void Dispose() => _socket.Dispose();
}
