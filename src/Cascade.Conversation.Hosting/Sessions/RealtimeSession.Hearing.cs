using Cascade.Hosting.Realtime.Wire;

namespace Cascade.Hosting.Realtime.Sessions;

/// <content>The speech that the conversation hears.</content>
internal sealed partial class RealtimeSession
{
    private UserTurn? _user;
    private TimeSpan _onset;
    private ConversationFault? _fault;

    private void Take(ConversationEvent e)
    {
        lock (_lock)
        {
            if (e is not TurnEnded && e.Turn > _activeTurn && e is not ConversationFault)
            {
                _activeTurn = e.Turn;
            }

            switch (e)
            {
                case UserSpeechStarted started:
                    _onset = started.Position + _heardBefore;
                    _isHearing = true;
                    break;
                case UserSpeechEnded ended:
                    OnPause(ended);
                    break;
                case StateChanged changed:
                    OnState(changed);
                    break;
                case TranscriptChanged { IsFinal: true } final:
                    OnFinal(final);
                    break;
                case TranscriptChanged heard:
                    EmitExtension(new HeardEvent(heard.Text));
                    break;
                case ConversationFault fault:
                    OnFault(fault);
                    break;
                default:
                    TakeAnswer(e);
                    break;
            }

            if (IsMovable)
            {
                _movable?.TrySetResult();
            }
        }
    }

    private void OnPause(UserSpeechEnded ended)
    {
        _isHearing = false;
        TimeSpan end = ended.Position + _heardBefore;
        TimeSpan quiet = end + (_run?.Options.EarlyStart ?? default); // the silence that ended it has been heard too, unless the audio ended
        _heardEnd = quiet < Heard ? quiet : Heard;
        if (_user is { } user)
        {
            user.End = end;
        }
    }

    private void OnState(StateChanged changed)
    {
        switch (changed.State)
        {
            case ConversationState.Hearing:
                OnHearing(changed.Turn);
                break;
            case ConversationState.Thinking:
                BeginResponse(changed.Turn);
                break;
        }

        EmitExtension(new StateEvent(changed.State.ToString().ToLowerInvariant()));
    }

    private void OnHearing(long turn)
    {
        if (_commits.TryDequeue(out Item? committed))
        {
            committed.Turn = turn;
            _user = new UserTurn(turn, committed) { IsCommitted = true, Start = _onset };
            return;
        }

        if (_user is { IsCommitted: true } same && same.Turn == turn)
        {
            // Speech goes on after its end was told, and before any answer was heard: the whole becomes one item.
            EndResponse("cancelled", new StatusDetails("cancelled") { Reason = "turn_detected" });
            _latest = _response = null;
            _items.Remove(same.Item);
            Emit(new ItemEvent("conversation.item.deleted") { ItemId = same.Item.Id });
        }

        TimeSpan onset = _user?.Turn == turn ? _user.Start : _onset;
        _user = new UserTurn(turn, new Item(Ids.Item(), Item.Message) { Role = "user", IsAudio = true, Turn = turn }) { IsOpen = true, Start = onset };
        TimeSpan start = _onset - TimeSpan.FromMilliseconds(_config.TurnDetection?.PrefixPaddingMs ?? 0);
        Emit(new InputEvent("input_audio_buffer.speech_started") { ItemId = _user.Item.Id, AudioStartMs = (long)Math.Max(0, start.TotalMilliseconds) });
    }

    private void OnFinal(TranscriptChanged final)
    {
        if (_user is not { } user || user.Turn != final.Turn)
        {
            return;
        }

        user.Item.Text = final.Text;
        user.End = final.End + _heardBefore;
        user.IsFinal = true;
        Close(user, isCommitted: true);
        if (_config.Transcription is not null)
        {
            if (final.Text.Length > 0)
            {
                Emit(new TranscriptionEvent("conversation.item.input_audio_transcription.delta", user.Item.Id) { Delta = final.Text });
            }

            Emit(new TranscriptionEvent("conversation.item.input_audio_transcription.completed", user.Item.Id)
            {
                Transcript = final.Text,
                Usage = new TranscriptionUsage("duration", (int)Math.Ceiling((final.End - final.Start).TotalSeconds)), // the client for .NET reads whole seconds only
            });
        }
    }

    // The speech is over; its item is part of the conversation unless it was thrown away.
    private void Close(UserTurn user, bool isCommitted)
    {
        if (user.IsOpen)
        {
            user.IsOpen = false;
            Emit(new InputEvent("input_audio_buffer.speech_stopped") { ItemId = user.Item.Id, AudioEndMs = (long)user.End.TotalMilliseconds });
        }

        if (isCommitted && !user.IsCommitted)
        {
            user.IsCommitted = true;
            _buffered = 0;
            TellCommitted(user.Item);
        }
    }

    private void OnFault(ConversationFault fault)
    {
        _fault = fault;
        bool isRecognition = fault.Stage is ConversationStage.Recognition;
        if (isRecognition && _user is { } user && _config.Transcription is not null)
        {
            Close(user, isCommitted: true);
            Emit(new TranscriptionEvent("conversation.item.input_audio_transcription.failed", user.Item.Id) { Error = new ErrorBody("transcription_error", fault.Code, fault.Message) });
        }
        else if (_response is null or { IsDone: true } && !isRecognition)
        {
            Emit(new ErrorEvent(new ErrorBody("server_error", fault.Code, fault.Message)));
        }
        else if (isRecognition)
        {
            Emit(new ErrorEvent(new ErrorBody("server_error", fault.Code, fault.Message)));
        }
    }
}
