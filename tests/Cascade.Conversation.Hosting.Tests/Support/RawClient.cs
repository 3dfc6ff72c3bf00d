using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Cascade.Hosting.Tests;

namespace Cascade.Hosting.Realtime.Tests;

/// <summary>Sends what no client would, and reads events as JSON.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly ClientWebSocket _socket = new();

    private RawClient() => Inbox = null!;

    public Inbox<JsonDocument> Inbox { get; private set; }

    public WebSocketCloseStatus? CloseStatus => _socket.CloseStatus;

    /// <summary>The number of the last event.</summary>
    public long LastEvent => Inbox.All.Select(e => e.RootElement.GetProperty("event_id").GetString()!["event_".Length..]).Select(text => long.TryParse(text, out long number) ? number : 0).Max();

    /// <summary>All events of a type.</summary>
    public JsonElement[] All(string type) => [.. Inbox.All.Where(e => TypeOf(e) == type).Select(e => e.RootElement)];

    public static async Task<RawClient> ConnectAsync(Uri server, string query = "?model=cascade", Action<ClientWebSocketOptions>? configure = null)
    {
        RawClient client = new();
        configure?.Invoke(client._socket.Options);
        await client._socket.ConnectAsync(new Uri($"ws://{server.Authority}/v1/realtime{query}"), CancellationToken.None);
        client.Inbox = new Inbox<JsonDocument>(client.ReadAsync(), TypeOf);
        return client;
    }

    public static string TypeOf(JsonDocument e) => e.RootElement.GetProperty("type").GetString()!;

    public Task SendAsync(string text) => _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    public Task SendBinaryAsync(byte[] bytes) => _socket.SendAsync(bytes, WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);

    public Task AppendAsync(byte[] audio) => SendAsync($$"""{ "type": "input_audio_buffer.append", "audio": "{{Convert.ToBase64String(audio)}}" }""");

    /// <summary>Waits for an event of a type, from a place on.</summary>
    public async Task<(JsonElement Event, int Next)> WaitAsync(string type, int from = 0)
    {
        (JsonDocument found, int next) = await Inbox.WaitAsync<JsonDocument>(from, e => TypeOf(e) == type);
        return (found.RootElement, next);
    }

    /// <summary>Cuts the connection without a close. No event comes behind it.</summary>
    public Task CutAsync()
    {
        _socket.Abort();
        return Eventually.IsTrueAsync(() => Inbox.HasEnded, "the client still reads");
    }

    public void Dispose() => _socket.Dispose();

    private async IAsyncEnumerable<JsonDocument> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        byte[] buffer = new byte[1024 * 1024];
        while (true)
        {
            int length = 0;
            WebSocketReceiveResult read;
            do
            {
                try
                {
                    read = await _socket.ReceiveAsync(new ArraySegment<byte>(buffer, length, buffer.Length - length), cancellationToken);
                }
                catch (WebSocketException)
                {
                    yield break;
                }

                length += read.Count;
            }
            while (!read.EndOfMessage);
            if (read.MessageType == WebSocketMessageType.Close)
            {
                yield break;
            }

            yield return JsonDocument.Parse(buffer.AsMemory(0, length).ToArray());
        }
    }
}
