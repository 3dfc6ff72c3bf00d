using System.Net.WebSockets;
using System.Text.Json;
using Cascade.Hosting.Connections;
using Cascade.Hosting.Realtime.Sessions;
using Cascade.Hosting.Realtime.Wire;
using Cascade.Hosting.Sessions;
using Cascade.Hosting.Wire;

namespace Cascade.Hosting.Realtime.Connections;

/// <summary>A connection that speaks the Realtime protocol: JSON in text messages both ways.</summary>
internal sealed class RealtimeConnection(WebSocket socket, ConnectionContext context, ConnectionServices services, RealtimeServices realtime, ConnectionBeginning beginning)
    : SocketConnection(socket, context, services)
{
    protected override int MaxTextBytes => Options.MaxMessageBytes;

    private RealtimeSession Talk => (RealtimeSession)Session!;

    protected override async ValueTask BeginAsync()
    {
        try
        {
            if (beginning.Resume is { } id)
            {
                await ResumeAsync(id, beginning.Acknowledged).ConfigureAwait(false);
            }
            else
            {
                Start();
            }
        }
        catch (ProtocolException e)
        {
            await FailAsync(e).ConfigureAwait(false);
        }
    }

    protected override async ValueTask TakeTextAsync(ReadOnlyMemory<byte> utf8)
    {
        ClientEvent e;
        try
        {
            e = JsonSerializer.Deserialize(utf8.Span, RealtimeJson.Default.ClientEvent) ?? throw new JsonException("null");
        }
        catch (JsonException fault)
        {
            await WaitForRoomAsync(Talk).ConfigureAwait(false);
            Talk.Tell(new ErrorBody("invalid_request_error", "invalid_json", $"Expected a JSON object with the fields of an event; found something else at {fault.Path ?? "its beginning"}.", fault.Path));
            return;
        }

        if (e.Type != "cascade.acknowledge")
        {
            await WaitForRoomAsync(Talk).ConfigureAwait(false);
        }

        await Talk.HandleAsync(this, e).ConfigureAwait(false);
        MadeRoom();
    }

    protected override async ValueTask TakeBinaryAsync(ReadOnlyMemory<byte> bytes, bool isEnd)
    {
        if (isEnd)
        {
            await WaitForRoomAsync(Talk).ConfigureAwait(false);
            Talk.Tell(new ErrorBody("invalid_request_error", "invalid_message", "Expected text messages; found a binary one. Send audio as base64 by input_audio_buffer.append."));
        }
    }

    protected override ValueTask TellAsync(ProtocolException e) => ReplyAsync(Write(e));

    protected override byte[]? LastMessage(Ending ending) => ending.Message switch
    {
        ErrorMessage error => ServerEventWriter.Write(new ErrorEvent(new ErrorBody(TypeOf(error.Code), Name(error.Code.ToString()), error.Message))),
        ClosedMessage { Reason: not CloseReason.Stopped } closed => ServerEventWriter.Write(new ErrorEvent(new ErrorBody("session_ended", Name(closed.Reason.ToString()), $"The session has ended: {Name(closed.Reason.ToString())}."))),
        _ => null,
    };

    private void Start()
    {
        RealtimeSession session = Services.Sessions.Open(Context.Client, number => new RealtimeSession(number, Context.Client, beginning.Session, realtime, Services.Sessions.NewKeeper(RealtimeSession.Kind, beginning.Session.IsResumable)), this);
        Settle();
        session.Begin();
        Session = session;
        Wake();
    }

    private async ValueTask ResumeAsync(string id, long acknowledged)
    {
        RealtimeSession session = await Services.Sessions.FindOrTakeAsync(
            id, RealtimeSession.Kind, Context.Client, acknowledged, (kept, keeper) => RealtimeSession.Restore(kept, keeper, acknowledged, realtime)).ConfigureAwait(false);
        await session.ResumeAsync(this, acknowledged).ConfigureAwait(false);
        Settle();
        await ReplyAsync(ServerEventWriter.Write(new ResumedEvent(session.PublicId, session.Events.Last, session.Heard.TotalMilliseconds))).ConfigureAwait(false);
        Session = session;
        Wake();
    }

    private static byte[] Write(ProtocolException e) => ServerEventWriter.Write(new ErrorEvent(new ErrorBody(TypeOf(e.Code), Name(e.Code.ToString()), e.Message)));

    private static string TypeOf(ErrorCode code) => code is ErrorCode.InternalError or ErrorCode.ServerFull or ErrorCode.OutOfMemory or ErrorCode.StoreUnavailable ? "server_error" : "invalid_request_error";

    private static string Name(string member) => JsonNamingPolicy.SnakeCaseLower.ConvertName(member);
}
