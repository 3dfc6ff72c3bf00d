using System.Diagnostics.CodeAnalysis;
using Cascade.Hosting.Nodes;
using Cascade.Hosting.Realtime.Audio;
using Cascade.Hosting.Realtime.Nodes;
using Cascade.Hosting.Realtime.Wire;
using Cascade.Hosting.Sessions;
using Microsoft.Extensions.AI;

namespace Cascade.Hosting.Realtime.Sessions;

/// <content>Kept for other nodes with each event that matters. Audio is not kept: open speech is sent again by the client, and the answer ends where the client has no more of it.</content>
internal sealed partial class RealtimeSession
{
    /// <summary>The kind of the session in the store.</summary>
    public const string Kind = "talk-";

    private const string Interrupted = "cascade.interrupted"; // the additional property of an answer that was stopped

    // Before an onset: what the detector needs of it, and the pre-roll of the utterance.
    private static readonly TimeSpan BeforeOnset = TimeSpan.FromMilliseconds(500);

    // Audio that may not have been heard yet, or begins speech that is not yet told.
    private static readonly TimeSpan Unsure = TimeSpan.FromSeconds(1);

    private IReadOnlyList<ChatMessage> _history;
    private ActiveResponse? _latest; // the last one that began
    private TimeSpan _heardBefore; // on other nodes
    private TimeSpan _heardEnd; // of the silence that ended the last speech
    private TimeSpan _captured;
    private TaskCompletionSource? _movable;
    private long _received; // bytes, here
    private bool _isHearing;
    private bool _isMute;

    /// <summary>Gets how much audio the session has taken, on this node and on others.</summary>
    public TimeSpan Heard => _heardBefore + _config.Input.Duration(Volatile.Read(ref _received));

    // With the lock held: no answer is being made, and nobody speaks.
    private bool IsMovable => (_activeTurn == 0 || _response is { IsDone: true }) && _commits.Count == 0 && _requested is null;

    // The place in the input behind which nothing is kept: the client sends the audio from there on again.
    private TimeSpan Forgettable
    {
        get
        {
            TimeSpan place = _config.TurnDetection is null ? Heard - _config.Input.Duration(_buffered)
                : _user is { IsCommitted: false } user ? user.Start - BeforeOnset
                : _isHearing ? _onset - BeforeOnset
                : Heard - Unsure > _heardEnd ? Heard - Unsure : _heardEnd;
            return place > _heardBefore ? place : _heardBefore;
        }
    }

    public override async Task WhenMovableAsync(CancellationToken cancellationToken)
    {
        Task movable;
        lock (_lock)
        {
            if (IsMovable)
            {
                return;
            }

            _movable = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            movable = _movable.Task;
        }

        await movable.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "nobody awaits the writer: the fault ends this session")]
    protected override ValueTask<KeptSession?> CaptureAsync()
    {
        lock (_lock)
        {
            try
            {
                return ValueTask.FromResult(_isOver || _isMute ? null : Capture());
            }
            catch (Exception e)
            {
                _services.Manager.EndFailed(this, e);
                return ValueTask.FromResult<KeptSession?>(null);
            }
        }
    }

    protected override void Leave(Ending ending)
    {
        base.Leave(ending);
        if (ending == Ending.Moved || ending == Ending.Replaced)
        {
            lock (_lock)
            {
                _isMute = true; // the end of the turn here is no end there
            }
        }
    }

    // Without them a client misses sound and sight of a moment, but nothing of the conversation: they are sent at once, and lost with the node.
    private bool IsWorthKeeping(ServerEvent e) => e is not (WordsEvent or PhonemesEvent or VisemesEvent or HeardEvent or StateEvent)
        && e is not PlayerEvent { Type: "cascade.playback.paused" or "cascade.playback.resumed" or "cascade.playback.stopped" }
        && !(e is ResponsePartEvent && e.Type == Names.AudioDelta);

    // With the lock held.
    private void KeepInTime()
    {
        if (Keeper is not null && Heard - _captured >= KeepInterval && Forgettable - _captured > TimeSpan.Zero)
        {
            _captured = Heard;
            _ = KeepAsync();
        }
    }

    private KeptSession Capture()
    {
        _captured = Heard;
        ActiveResponse? reply = _latest;
        List<ChatMessage> history = KeptHistory.Of(_run?.Conversation.History ?? _history, _items.All, item => reply is { Outcome: null } && reply.Output.Contains(item));
        KeptConversation state = new(Names.IsBeta, _config, _items.All, KeptHistory.Write(history))
        {
            User = KeptUser.Of(_user),
            Commits = [.. _commits.Select(item => item.Id)],
            IsBuffering = _config.TurnDetection is null && _buffered > 0,
            Reply = KeptReply.Of(reply),
            Wanted = _requested ?? _deferred.FirstOrDefault(one => one.Response is not null)?.Response ?? Unanswered(),
        };
        return Events.Capture(Client, Forgettable.Ticks) with { State = state.ToBytes() };
    }

    // The words of the user are known, and their answer has not begun.
    private ResponseRequest? Unanswered() => _user is { IsFinal: true } user && user.Turn == _activeTurn && user.Item.Text.Length > 0 && _response?.Turn != user.Turn
        && _config is { IsTranscription: false, TurnDetection.CreatesResponse: true } ? new ResponseRequest(_config, null) { UserId = user.Item.Id } : null;
}
