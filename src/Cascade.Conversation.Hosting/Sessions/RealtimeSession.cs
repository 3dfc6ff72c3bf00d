using System.Diagnostics.CodeAnalysis;
using Cascade.Hosting.Nodes;
using Cascade.Hosting.Realtime.Clients;
using Cascade.Hosting.Realtime.Wire;
using Cascade.Hosting.Sessions;
using Cascade.Hosting.Wire;

namespace Cascade.Hosting.Realtime.Sessions;

/// <summary>
/// One conversation and its client: events of the protocol in, events of the protocol out. It outlives its connection where that was asked for. Nothing is shared with other sessions.
/// </summary>
/// <remarks>
/// Three parties meet here: the connection's reader, the conversation's events, and the commands to the conversation. The state of the protocol is changed and told with the lock held,
/// and nothing waits with it. Commands go through a queue of their own, so that neither reader nor events wait for each other.
/// </remarks>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "the run is disposed when the session ends; the clients only wrap shared ones")]
internal sealed partial class RealtimeSession : HostedSession
{
    private readonly RealtimeServices _services;
    private readonly SessionBeginning _beginning;
    private readonly CountingChatClient _chat;
    private readonly ListeningTextToSpeechClient _voice;
    private readonly object _lock = new();
    private readonly ItemList _items;
    private SessionConfig _config;
    private ConversationRun? _run;
    private volatile bool _isOver;

    public RealtimeSession(long number, string client, SessionBeginning beginning, RealtimeServices services, SessionKeeper? keeper)
        : base(number, client, beginning.IsResumable, services.Limits, services.Held, services.TimeProvider, keeper)
    {
        _services = services;
        _beginning = beginning;
        _config = beginning.Config;
        _history = services.Conversations.Conversation.History;
        _chat = new CountingChatClient(services.Chat);
        _voice = new ListeningTextToSpeechClient(services.TextToSpeech);
        _items = new ItemList(services.Conversations.MaxItems);
        _inputRate = new TokenBucket(services.Limits.MaxInputRate, services.Limits.InputBurst.TotalSeconds, services.TimeProvider);
    }

    /// <summary>Gets whether a turn goes on.</summary>
    public override bool IsSpeaking => Volatile.Read(ref _activeTurn) != 0;

    /// <summary>Gets the id that the client knows.</summary>
    public string PublicId => "sess_" + Id;

    private Names Names => _beginning.Names;

    /// <summary>Tells the client that the session has begun.</summary>
    public void Begin()
    {
        lock (_lock)
        {
            Emit(new SessionEvent(Created, _config.ToWire(PublicId, Names)));
            if (Names.IsBeta)
            {
                Emit(new ConversationCreatedEvent(new ConversationBody("conv_" + Id, "realtime.conversation")));
            }
        }
    }

    /// <summary>Goes on at another connection, behind the last event that the client has seen.</summary>
    /// <exception cref="ProtocolException">Those events are gone.</exception>
    public async ValueTask ResumeAsync(ISessionPeer peer, long acknowledged)
    {
        Replace(peer);
        using Workplace work = await EnterAsync(peer, evenStopped: true).ConfigureAwait(false);
        if (!work.IsEntered)
        {
            throw new ProtocolException(ErrorCode.SessionUnknown, "The session has just ended.");
        }

        if (!Events.TryRewind(peer, acknowledged))
        {
            throw new ProtocolException(ErrorCode.CannotResume, $"Events from {acknowledged + 1} on are not what the server has: its last is {Events.Last}, and acknowledged ones are forgotten.");
        }
    }

    /// <summary>Does what the client asks for. Events of a connection that is no longer the session's are dropped.</summary>
    /// <exception cref="ProtocolException">The client breaks a limit: the session is over.</exception>
    public async ValueTask HandleAsync(ISessionPeer from, ClientEvent e)
    {
        using Workplace work = await EnterAsync(from).ConfigureAwait(false);
        if (!work.IsEntered)
        {
            return;
        }

        try
        {
            await HandleAsync(e).ConfigureAwait(false);
        }
        catch (RealtimeException fault)
        {
            Tell(new ErrorBody("invalid_request_error", fault.Code, fault.Message, fault.Param, e.EventId));
        }
    }

    /// <summary>Tells the client of a fault after which the session goes on.</summary>
    public void Tell(ErrorBody error)
    {
        lock (_lock)
        {
            Emit(new ErrorEvent(error));
        }
    }

    protected override ValueTask FlushStreamAsync() => FreeStreamAsync();

    protected override async ValueTask FreeStreamAsync()
    {
        _isOver = true;
        if (_run is { } run)
        {
            _run = null;
            await run.DisposeAsync().ConfigureAwait(false); // its turn is superseded, and that is told
        }
    }

    private ValueTask HandleAsync(ClientEvent e)
    {
        switch (e.Type)
        {
            case "input_audio_buffer.append":
                Append(e);
                return default;
            case "session.update" or "transcription_session.update":
                return UpdateAsync(e.Session ?? throw RealtimeException.Missing("session"));
            case "input_audio_buffer.commit":
                return CommitAsync();
            case "input_audio_buffer.clear":
                return ClearAsync();
            case "conversation.item.create":
                Create(e);
                return default;
            case "conversation.item.retrieve":
                Retrieve(e);
                return default;
            case "conversation.item.delete":
                Delete(e);
                return default;
            case "conversation.item.truncate":
                Truncate(e);
                return default;
            case "response.create":
                CreateResponse(e.Response ?? new ClientResponse());
                return default;
            case "response.cancel":
                CancelResponse(e.ResponseId);
                return default;
            case "output_audio_buffer.clear":
                StopPlayback();
                return default;
            case "cascade.playback" when _beginning.IsExtended:
                ReportPlayback(e);
                return default;
            case "cascade.acknowledge" when _beginning.IsExtended:
                Acknowledge(e);
                return default;
            case null:
                throw RealtimeException.Missing("type");
            default:
                throw new RealtimeException(RealtimeException.InvalidValue, $"This server does not serve events of type '{e.Type}'. See docs/realtime.md for those that it serves.", "type");
        }
    }

    private async ValueTask UpdateAsync(ClientSession patch)
    {
        SessionConfig config;
        lock (_lock)
        {
            config = SessionPatch.Apply(_config, patch);
            ThrowIfFixed(config);
        }

        if (_run is { } run)
        {
            try
            {
                await run.Conversation.UpdateAsync(ConversationSettings.Update(run.Options, config, _services.Conversations)).ConfigureAwait(false);
            }
            catch (ArgumentException fault)
            {
                throw new RealtimeException(RealtimeException.InvalidValue, fault.Message, "session");
            }
        }

        lock (_lock)
        {
            _config = config;
            Emit(new SessionEvent(Names.IsBeta && config.IsTranscription ? "transcription_session.updated" : "session.updated", config.ToWire(PublicId, Names)));
        }
    }

    // The detector that listens has been made for them.
    private void ThrowIfFixed(SessionConfig config)
    {
        if (_run is not null && (config.Input != _config.Input || (config.TurnDetection is { } turns && turns.Threshold != (_heardThreshold ?? turns.Threshold))))
        {
            throw new RealtimeException("session_already_started", "The format and the threshold of the input hold from the first audio or item on. Connect anew, or send them before.", "session.audio.input");
        }
    }

    private string Created => Names.IsBeta && _config.IsTranscription ? "transcription_session.created" : "session.created";

    private void Emit(ServerEvent e)
    {
        if (_isMute)
        {
            return; // another node goes on
        }

        bool isKept = IsWorthKeeping(e);
        long number = Events.Append(number => ServerEventWriter.Write(e, number), isKept: isKept);
        _latest?.Note(e, number, isKept);
        Wake();
        if (isKept)
        {
            _ = KeepAsync();
        }
    }

    private void EmitExtension(ServerEvent e)
    {
        if (_beginning.IsExtended)
        {
            Emit(e);
        }
    }

    private void Acknowledge(ClientEvent e)
    {
        if (e.Event is not { } number || !Events.TryAcknowledge(number))
        {
            throw new RealtimeException(RealtimeException.InvalidValue, $"Event {e.Event} has not been sent.", "event");
        }
    }
}
