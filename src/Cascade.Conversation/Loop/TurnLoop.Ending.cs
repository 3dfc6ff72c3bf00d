namespace Cascade.Dialogue;

/// <content>The beginning and the one end of a turn, and what the clock brings about.</content>
internal sealed partial class TurnLoop
{
    private Turn BeginTurn(string userText, Utterance? utterance, string? setText = null)
    {
        Turn turn = new(++_turns, userText, utterance) { SetText = setText, Span = ConversationSpans.Turn(_turns, _id, _span) };
        ConversationLog.TurnBegan(_logger, _id, turn.Number);
        Progress();
        return turn;
    }

    // Every turn ends here, and only here.
    private void EndTurn(TurnOutcome outcome)
    {
        Turn turn = _turn!;
        Reply? reply = _reply;
        CancelReply();
        if (_recognition?.Turn == turn)
        {
            CancelRecognition(unlessCut: false);
        }

        reply?.Clock.Advance();
        if (reply is { HasBegun: true } && outcome is TurnOutcome.Interrupted or TurnOutcome.Superseded or TurnOutcome.Failed && reply is { } stopped
            && stopped.Clock.Position < stopped.Clock.Length)
        {
            stopped.Clock.Pause();
            Emit(new ReplyStopped(stopped.Clock.Position));
        }
        else if (outcome == TurnOutcome.Interrupted && reply is { HasBegun: true })
        {
            Emit(new ReplyStopped(reply.Clock.Position));
        }

        string heard = reply is not { HasBegun: true } ? "" : outcome == TurnOutcome.Completed ? reply.Ledger.Text : reply.Ledger.Heard(reply.Clock.Position);
        if (outcome is not TurnOutcome.Empty)
        {
            _history.Add(turn.Number, turn.UserText, reply?.ToolMessages ?? [], heard, isInterrupted: outcome == TurnOutcome.Interrupted);
            LimitHistory();
        }

        ConversationMeter.TurnEnded(outcome, turn.Latency);
        ConversationMeter.Waiting("mailbox", _mailbox.Count);
        ConversationMeter.Waiting("events", _events.Reader.Count);
        ConversationMeter.Waiting("sentences", reply?.Sentences.Count ?? 0);
        ConversationLog.TurnEnded(_logger, _id, turn.Number, outcome);
        turn.Span?.SetTag("cascade.turn.outcome", outcome.ToString().ToLowerInvariant()).Dispose();
        Emit(new TurnEnded(outcome, turn.UserText, reply?.Ledger.Text ?? "", heard, turn.Latency));
        if (reply is { HasBegun: true })
        {
            _lastReply = reply;
            _said = heard;
            _saidAt = _time.GetTimestamp();
            _isFirstReply = false;
        }

        _pausedAt = null;
        _playingAt = null;
        _turn = null;
        if (_utterance == turn.Utterance)
        {
            _utterance = null;
        }

        GoOnListening();
    }

    // Speech that began during the answer and was no interruption becomes the next turn, if it is still going on.
    private void GoOnListening()
    {
        if (_utterance is { IsConfirmed: true, IsDropped: false, IsManual: false } utterance && !_isClosing)
        {
            _turn = BeginTurn("", utterance);
            SetState(ConversationState.Hearing);
            CheckEndpoint(utterance);
        }
        else
        {
            SetState(ConversationState.Listening);
        }
    }

    private void LookAtClock()
    {
        long now = _time.GetTimestamp();
        LookAtEnding(now);
        foreach (Job job in new Job?[] { _recognition, _reply }.OfType<Job>())
        {
            if (job.Calls.FirstOrDefault(call => call.IsOverdue(now)) is { } late)
            {
                OnOverdue(job, late);
                break;
            }
        }

        LookAtPlayback();
        LookAtPause(now);
        if (_turn is not null && _time.GetElapsedTime(_lastProgress, now) >= _options.Timeouts.Turn)
        {
            Fault(ConversationStage.Turn, "turnTimeout", $"Expected progress within {_options.Timeouts.Turn}; found none.", null);
            EndTurn(TurnOutcome.Failed);
        }
    }

    private void OnOverdue(Job job, StageCall late)
    {
        late.End();
        if (job.Turn.HasFailed)
        {
            Retire(job);
            return;
        }

        Fault(late.Stage, late.Code, $"Expected the {StageContext.Name(late.Stage)} to answer in time ({nameof(ConversationOptions)}.{nameof(ConversationOptions.Timeouts)}); found no answer.", null);
        if (job is Reply reply)
        {
            ReplyFailed(reply, goesOn: false);
        }
        else if (late.Stage == ConversationStage.TurnDetection)
        {
            Retire(job);
            OnJudged((RecognitionJob)job, 0.5f);
        }
        else
        {
            RecognitionFailed((RecognitionJob)job);
        }
    }

    // A canceled stage has a short time to end; then it is counted and forgotten. Nothing waits for it.
    private void LookAtEnding(long now)
    {
        for (int i = _ending.Count - 1; i >= 0; i--)
        {
            Job job = _ending[i];
            bool isLate = _time.GetElapsedTime(job.CanceledAt, now) >= _options.Timeouts.CancellationGrace;
            if (job.IsDone || isLate)
            {
                _ending.RemoveAt(i);
                if (!job.IsDone)
                {
                    ConversationMeter.JobAbandoned();
                    ConversationLog.StageAbandoned(_logger, _id, job.Turn.Number);
                }
            }
        }
    }
}
