using System.Net.WebSockets;
using System.Text.Json;

namespace Cascade.Talk;

/// <summary>
/// A face as video for the page, by a WebSocket. The page sends its picture, then the audio of answers as PCM16 at 24 kHz, all as binary messages; <c>end</c> and <c>clear</c> are texts. It gets fragmented MP4 as
/// binary messages; texts say <c>ready</c>, where a <c>reply</c> began, from where on the video is <c>cleared</c>, or an <c>error</c>.
/// </summary>
internal sealed class AvatarEndpoint(LipSyncNetwork? lips)
{
    private const int RateHz = 24_000;
    private const int MaxPictureBytes = 10_000_000;

    public async Task RunAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await context.Response.WriteAsJsonAsync(new { available = lips is not null }); // the page asks whether to offer it
            return;
        }

        if (lips is null || !IsOwnPage(context.Request))
        {
            context.Response.StatusCode = lips is null ? StatusCodes.Status404NotFound : StatusCodes.Status403Forbidden;
            return;
        }

        using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
        try
        {
            await SpeakAsync(socket, lips, context.RequestAborted);
        }
        catch (AvatarException refused)
        {
            await SendAsync(socket, new { type = "error", message = refused.Message }, context.RequestAborted);
            await socket.CloseOutputAsync(WebSocketCloseStatus.PolicyViolation, refused.Reason.ToString(), context.RequestAborted);
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or InvalidDataException)
        {
            // The page has left, or sends what no page of ours does.
        }
    }

    // A page of another site could otherwise use up the machine through its visitors.
    private static bool IsOwnPage(HttpRequest request) =>
        !request.Headers.TryGetValue("Origin", out Microsoft.Extensions.Primitives.StringValues origin)
        || (Uri.TryCreate(origin, UriKind.Absolute, out Uri? page) && string.Equals(page.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase));

    private static async Task SpeakAsync(WebSocket socket, LipSyncNetwork network, CancellationToken aborted)
    {
        (_, byte[] picture) = await ReceiveAsync(socket, MaxPictureBytes, aborted);
        AvatarFace face = AvatarFace.FromPicture(FacePicture.FromBytes(picture));
        await using AvatarStream stream = new(face, network, new AvatarOptions { InputFormat = new AudioFormat(RateHz) });
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        await SendAsync(socket, new { type = "ready", media = AvatarStream.MediaType, width = face.Width, height = face.Height }, aborted);
        AvatarConnection connection = new(socket, stream);
        Task sending = connection.SendVideoAsync(stop.Token);
        Task receiving = connection.ReceiveAudioAsync(stop.Token);
        Task first = await Task.WhenAny(sending, receiving);
        await stop.CancelAsync();
        await first;
    }

    internal static async Task<(WebSocketMessageType Type, byte[] Message)> ReceiveAsync(WebSocket socket, int most, CancellationToken cancellationToken)
    {
        using MemoryStream message = new();
        byte[] buffer = new byte[65_536];
        ValueWebSocketReceiveResult part;
        do
        {
            part = await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken);
            message.Write(buffer, 0, part.Count);
            if (message.Length > most)
            {
                throw new InvalidDataException($"Expected a message of at most {most} bytes; found more.");
            }
        }
        while (!part.EndOfMessage);
        return (part.MessageType, message.ToArray());
    }

    internal static Task SendAsync(WebSocket socket, object message, CancellationToken cancellationToken) =>
        socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
}
