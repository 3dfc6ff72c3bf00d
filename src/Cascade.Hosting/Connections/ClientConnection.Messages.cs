using System.Diagnostics;
using Cascade.Hosting.Sessions;
using Cascade.Hosting.Wire;

namespace Cascade.Hosting.Connections;

/// <content>The effects of the client's messages.</content>
internal sealed partial class ClientConnection
{
    private ValueTask HandleAsync(ClientMessage message) => (Speaker, message) switch
    {
        (null, StartMessage start) => StartAsync(start),
        (null, ResumeMessage resume) => ResumeAsync(resume),
        (null, _) => throw new ProtocolException(ErrorCode.StartExpected, "The first message must be start or resume."),
        (_, StartMessage or ResumeMessage) => throw new ProtocolException(ErrorCode.AlreadyStarted, "A connection has one session."),
        ({ } session, UpdateMessage update) => UpdateAsync(session, update),
        ({ } session, FlushMessage flush) => FlushAsync(session, flush),
        ({ } session, StopMessage) => StopAsync(session),
        ({ } session, AckMessage ack) => Acknowledge(session, ack),
        (_, PingMessage ping) => ReplyAsync(new PongMessage { Id = ping.Id }.ToUtf8()),
        _ => throw new UnreachableException(message.GetType().Name),
    };

    private async ValueTask StartAsync(StartMessage start)
    {
        Authorize(start.Token);
        SessionSettings settings = SessionSettings.Of(start, Options, Context.AudioPath);
        Session session = Services.Sessions.Open(Context.Client, settings, this);
        await session.KeepAsync().ConfigureAwait(false); // before the client knows its id
        await ReadyAsync(session, isResumed: false).ConfigureAwait(false);
    }

    private async ValueTask ResumeAsync(ResumeMessage resume)
    {
        Authorize(resume.Token);
        Session session = await Services.Sessions.FindOrTakeAsync(resume.Session, Context.Client, resume.Event).ConfigureAwait(false);
        try
        {
            await session.ResumeAsync(this, resume).ConfigureAwait(false);
        }
        catch (ProtocolException e) when (e.Code == ErrorCode.CannotResume)
        {
            await Services.Sessions.EndAsync(session, Ending.Of(e), flush: false).ConfigureAwait(false);
            throw;
        }

        await ReadyAsync(session, isResumed: true).ConfigureAwait(false);
        if (session.Final is { } final)
        {
            End(final);
        }
    }

    // Ready is queued before the session is known to the sender, so that it is sent before events.
    private async ValueTask ReadyAsync(Session session, bool isResumed)
    {
        Settle();
        await ReplyAsync(new ReadyMessage
        {
            Session = session.Id,
            Resumed = isResumed,
            Resumable = session.Settings.IsResumable,
            Received = session.Received,
            LastEvent = session.Events.Last,
            Options = session.Options,
            Limits = LimitsMessage.Of(Options, session.Settings.IsResumable),
        }.ToUtf8()).ConfigureAwait(false);
        Session = session;
        if (isResumed)
        {
            Log.SessionResumed(Services.Logger, session.Number, session.Received);
        }

        Wake();
    }

    private async ValueTask UpdateAsync(Session session, UpdateMessage update)
    {
        await session.UpdateAsync(this, update.Options, Options.Processor.Speech.MaximumSpeech).ConfigureAwait(false);
        await session.KeepAsync().ConfigureAwait(false); // a node that goes on with the session is to know what the client is told
        await ReplyAsync(new UpdatedMessage { Options = session.Options }.ToUtf8()).ConfigureAwait(false);
    }

    private async ValueTask FlushAsync(Session session, FlushMessage flush)
    {
        await WaitForRoomAsync(session).ConfigureAwait(false);
        await session.FlushAsync(this, flush.Id).ConfigureAwait(false);
    }

    private async ValueTask StopAsync(Session session)
    {
        await session.StopAsync(this).ConfigureAwait(false);
        await session.KeepAsync().ConfigureAwait(false); // its last events are sent then
        End(Ending.Stopped);
    }

    private ValueTask Acknowledge(Session session, AckMessage ack)
    {
        if (!session.Events.TryAcknowledge(ack.Event))
        {
            throw new ProtocolException(ErrorCode.InvalidMessage, $"Event {ack.Event} has not been sent.");
        }

        MadeRoom();
        return ValueTask.CompletedTask;
    }

    private void Authorize(string? token)
    {
        if (!Context.IsAuthorized && !AccessToken.IsRight(token, Options.Token!))
        {
            throw new ProtocolException(ErrorCode.Unauthorized, "The token is missing or wrong.");
        }
    }
}
