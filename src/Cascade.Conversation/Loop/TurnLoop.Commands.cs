using System.Diagnostics;

namespace Cascade.Dialogue;

/// <content>The commands of the host.</content>
internal sealed partial class TurnLoop
{
    private const int MostToSay = 16;

    private void HandleCommand(Message message)
    {
        switch (message)
        {
            case PlaybackReport report:
                OnReport(report);
                break;
            case InterruptCommand:
                Interrupt();
                break;
            case SayCommand say:
                Queue(say.Text);
                break;
            case TextCommand text:
                OnText(text.Text);
                break;
            case RespondCommand respond:
                Respond(respond.Adjust);
                break;
            case AddCommand add:
                _history.Add(add.Added);
                LimitHistory();
                break;
            case EditCommand edit:
                _history.Edit(edit.Edit);
                LimitHistory();
                break;
            case CommitCommand:
                CommitTurn();
                break;
            case DiscardCommand:
                DiscardTurn();
                break;
            case UpdateCommand update:
                _options = update.Options;
                break;
            default:
                throw new UnreachableException(message.GetType().Name);
        }
    }

    private void LimitHistory() => _history.Limit(_options.MaximumHistoryMessages, _options.MaximumHistoryLength);

    private void Interrupt()
    {
        if (_reply is not null && _turn is not null && _state is ConversationState.Thinking or ConversationState.Speaking)
        {
            Interrupted("command");
            EndTurn(TurnOutcome.Interrupted);
        }
    }

    private void Queue(string text)
    {
        if (_toSay.Count < MostToSay)
        {
            _toSay.Enqueue(text);
        }
        else
        {
            Fault(ConversationStage.Turn, "tooMuchToSay", $"Expected at most {MostToSay} announcements that wait; found more, so the last one was not accepted.", null);
        }
    }

    // Announcements wait until nobody speaks.
    private void SayNext()
    {
        if (_turn is null && _utterance is null or { IsManual: true } && _state == ConversationState.Listening && _toSay.TryDequeue(out string? text))
        {
            Begin(BeginTurn("", null, text));
        }
    }

    private void OnText(string text)
    {
        GiveWay();
        _turn = BeginTurn(text, null);
        Emit(new TranscriptChanged(text, IsFinal: true, TimeSpan.Zero, TimeSpan.Zero));
        if (_options.RepliesAutomatically)
        {
            Begin(_turn);
        }
        else
        {
            EndTurn(TurnOutcome.Completed);
        }
    }

    private void Respond(Func<ConversationOptions, ConversationOptions>? adjust)
    {
        GiveWay();
        Turn turn = BeginTurn("", null);
        turn.Options = adjust?.Invoke(_options);
        Begin(turn);
    }

    private void Begin(Turn turn)
    {
        _turn = turn;
        turn.SpeechEndedAt = _time.GetTimestamp();
        SetState(ConversationState.Thinking);
        StartReply(turn, isHeld: false);
    }

    // A message takes the place of whatever goes on.
    private void GiveWay()
    {
        if (_utterance is { IsManual: false })
        {
            DropUtterance();
        }

        if (_turn is not null)
        {
            EndTurn(_reply is { HasBegun: true } ? TurnOutcome.Interrupted : TurnOutcome.Superseded);
        }
    }

    // All audio pushed before the command has been heard.
    private void CommitTurn()
    {
        if (_utterance is not { } utterance)
        {
            return;
        }

        utterance.IsOpen = false;
        if (!utterance.IsManual)
        {
            utterance.IsCommitted = true;
            utterance.Silence = Endless;
            CheckEndpoint(utterance);
            return;
        }

        if (_turn is not null && _turn.Utterance != utterance)
        {
            EndTurn(_reply is { HasBegun: true } ? TurnOutcome.Interrupted : TurnOutcome.Superseded);
            _utterance = utterance;
        }

        _turn ??= BeginTurn("", utterance);
        utterance.SpeechEnd = _position;
        if (utterance.AudioSamples < ShortestCommit && utterance.Text.Length == 0)
        {
            EndTurn(TurnOutcome.Empty);
            return;
        }

        utterance.IsConfirmed = true;
        utterance.IsCommitted = true;
        utterance.IsManual = false; // from here on it is a turn like any other, and what is pushed next belongs to another
        _utterance = null;
        utterance.EarlyTries = MostEarlyTries + 1;
        SetState(ConversationState.Hearing);
        CheckEndpoint(utterance);
    }

    private void DiscardTurn()
    {
        if (_turn?.Utterance is { } utterance && utterance == _utterance)
        {
            EndTurn(TurnOutcome.Superseded);
        }

        DropUtterance();
        if (_turn is null)
        {
            SetState(ConversationState.Listening);
        }
    }

    // Push to talk: silence at the beginning is forgotten, long speech is recognised in parts.
    private void BoundManual(Utterance utterance)
    {
        if (utterance.AudioSamples <= SampleClock.ToSamples(_options.MaximumUtterance))
        {
            return;
        }

        if (utterance.SpokenSamples == 0 && !utterance.IsOpen)
        {
            utterance.DropOldest();
        }
        else if (_recognition is null && (_turn is null || _turn.Utterance == utterance))
        {
            _turn ??= BeginTurn("", utterance);
            Recognise(utterance, isCut: true);
        }
    }
}
