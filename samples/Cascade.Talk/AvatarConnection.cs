using System.Net.WebSockets;
using System.Text;

namespace Cascade.Talk;

/// <summary>Audio in and video out, for one page. Only the sending of video writes to the socket, because a socket takes one message at a time.</summary>
internal sealed class AvatarConnection(WebSocket socket, AvatarStream stream)
{
    private const int MaxAudioBytes = 1_000_000;
    private const long Nothing = -1;

    // An interruption holds from the next frame but one on.
    private static readonly TimeSpan ClearsWithin = TimeSpan.FromMilliseconds(80);

    private long _cleared = Nothing;

    public async Task SendVideoAsync(CancellationToken cancellationToken)
    {
        TimeSpan? last = null;
        await foreach (AvatarSegment segment in stream.ReadAllAsync(cancellationToken))
        {
            if (Interlocked.Exchange(ref _cleared, Nothing) is var cleared && cleared != Nothing)
            {
                await AvatarEndpoint.SendAsync(socket, new { type = "cleared", position_ms = (new TimeSpan(cleared) + ClearsWithin).TotalMilliseconds }, cancellationToken);
            }

            if (stream.ReplyStart is { } start && start != last)
            {
                last = start;
                await AvatarEndpoint.SendAsync(socket, new { type = "reply", start_ms = start.TotalMilliseconds }, cancellationToken);
            }

            await socket.SendAsync(segment.Data, WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);
        }
    }

    public async Task ReceiveAudioAsync(CancellationToken cancellationToken)
    {
        while (await AvatarEndpoint.ReceiveAsync(socket, MaxAudioBytes, cancellationToken) is (not WebSocketMessageType.Close, var message) received)
        {
            if (received.Type == WebSocketMessageType.Binary)
            {
                await stream.WriteAsync(message, cancellationToken);
            }
            else if (Encoding.UTF8.GetString(message) == "clear")
            {
                stream.Interrupt();
                Interlocked.Exchange(ref _cleared, stream.Position.Ticks);
            }
            else
            {
                stream.EndReply();
            }
        }
    }
}
