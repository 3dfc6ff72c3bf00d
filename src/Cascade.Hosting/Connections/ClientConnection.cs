using System.Net.WebSockets;
using Cascade.Hosting.Sessions;
using Cascade.Hosting.Wire;

namespace Cascade.Hosting.Connections;

/// <summary>A connection that speaks the protocol <c>cascade.v1</c>.</summary>
internal sealed partial class ClientConnection(WebSocket socket, ConnectionContext context, ConnectionServices services) : SocketConnection(socket, context, services)
{
    protected override int MaxTextBytes => Protocol.MaxTextBytes;

    private Session? Speaker => (Session?)Session;

    protected override ValueTask TakeTextAsync(ReadOnlyMemory<byte> utf8) => HandleAsync(ClientMessages.Read(utf8));

    protected override async ValueTask TakeBinaryAsync(ReadOnlyMemory<byte> bytes, bool isEnd)
    {
        if (Speaker is not { } session)
        {
            throw new ProtocolException(ErrorCode.StartExpected, "The first message must be start or resume; audio follows.");
        }

        await WaitForRoomAsync(session).ConfigureAwait(false);
        if (session.Settings.IsOpus)
        {
            await session.PushOpusAsync(this, bytes, isEnd).ConfigureAwait(false);
        }
        else
        {
            await session.PushAsync(this, bytes).ConfigureAwait(false);
        }
    }

    protected override ValueTask TellAsync(ProtocolException e) => ReplyAsync(new ErrorMessage { Code = e.Code, Message = e.Message, Fatal = false }.ToUtf8());

    protected override byte[]? LastMessage(Ending ending) => ending.Message?.ToUtf8();

    protected override async ValueTask SendLiveAsync(HostedSession hosted)
    {
        Session session = (Session)hosted;
        while (session.Probabilities is { } feed && feed.TryTake(session.Forgettable, out ProbabilityMessage? probability))
        {
            await SendAsync(probability!.ToUtf8(), WebSocketMessageType.Text).ConfigureAwait(false);
        }

        if (session.TryTakeReceived(out ReceivedMessage? received))
        {
            await SendAsync(received!.ToUtf8(), WebSocketMessageType.Text).ConfigureAwait(false);
        }
    }
}
