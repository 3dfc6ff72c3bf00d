namespace Cascade.Dialogue;

/// <content>The machine's side: audio that arrives, is held back, handed out and played.</content>
internal sealed partial class TurnLoop
{
    private Reply? _reply;
    private Reply? _lastReply; // whose late report may still correct the history
    private bool _isFirstReply = true;
    private TimeSpan? _playingAt; // the place in the reply that is played now, or nothing

    private void OnReplyMessage(Reply reply, Message message)
    {
        switch (message)
        {
            case ReplyDone done:
                reply.ToolMessages = done.ToolMessages;
                reply.IsGenerated = true;
                OnGenerated(reply);
                break;
            case StageMessage audible when reply.IsHeld:
                reply.Held.Enqueue(audible);
                break;
            case StageMessage audible:
                HandOut(reply, audible);
                break;
        }
    }

    private void HandOut(Reply reply, StageMessage message)
    {
        switch (message)
        {
            case SentenceBegun sentence:
                reply.Turn.FirstAudio ??= sentence.Took;
                reply.Ledger.Begin(sentence.Number, sentence.Text, reply.Clock.Length);
                if (reply.IsSilent)
                {
                    BeginSpeaking(reply);
                }

                Emit(new ReplySentence(sentence.Number, reply.IsSilent ? sentence.Text : sentence.Text.Trim(), reply.Clock.Length));
                break;
            case ToolsCalled called:
                reply.CallsTools = true;
                foreach (Microsoft.Extensions.AI.FunctionCallContent call in called.Calls)
                {
                    Emit(new ReplyToolCall(call.CallId, call.Name, call.Arguments?.AsReadOnly()));
                }

                break;
            case AudioArrived audio:
                BeginSpeaking(reply);
                reply.Format = audio.Format;
                TimeSpan duration = TimeSpan.FromSeconds((double)audio.Audio.Length / 2 / audio.Format.SampleRateHz);
                TellVisemes(reply, audio.Number, audio.Visemes);
                Emit(new ReplyAudio(audio.Audio, audio.Format, reply.Clock.Length));
                reply.HandedOut(duration);
                reply.Ledger.Added(audio.Number, duration, audio.Marks);
                _echo.Said(audio.Audio.Span, audio.Format.SampleRateHz);
                break;
            case SentenceEnded ended:
                TellVisemes(reply, ended.Number, ended.Visemes);
                Emit(new ReplyWords(ended.Number, reply.Ledger.End(ended.Number, ended.Marks)));
                break;
        }
    }

    // Their times are those of the sentence's own audio.
    private void TellVisemes(Reply reply, int number, IReadOnlyList<Viseme> visemes)
    {
        if (visemes.Count > 0)
        {
            TimeSpan start = reply.Ledger.StartOf(number);
            Emit(new ReplyVisemes(number, [.. visemes.Select(viseme => viseme with { Start = start + viseme.Start })]));
        }
    }

    private void BeginSpeaking(Reply reply)
    {
        if (reply.HasBegun)
        {
            return;
        }

        reply.HasBegun = true;
        reply.Turn.Total = reply.Turn.SpeechEndedAt is { } ended ? _time.GetElapsedTime(ended) : null;
        _echo.Begin();
        if (_utterance is { IsOpen: false })
        {
            _utterance = null; // answered: what is said from here on is another turn, or an interruption
        }

        SetState(ConversationState.Speaking);
    }

    private void OnGenerated(Reply reply)
    {
        if (reply.IsHeld)
        {
            return; // told when it is handed out
        }

        if (reply.HasBegun)
        {
            Emit(new ReplyGenerated(reply.Ledger.Text, reply.Clock.Length));
        }
        else if (reply.Turn.HasFailed)
        {
            EndTurn(TurnOutcome.Failed);
            Apologise(reply.Turn);
        }
        else if (reply.CallsTools)
        {
            EndTurn(TurnOutcome.Completed);
        }
        else
        {
            Fault(ConversationStage.Synthesis, "synthesisEmpty", "Expected an answer that can be spoken; found no letter and no digit in it.", null);
            EndTurn(TurnOutcome.Failed);
        }
    }

    // Hands out what waited: the turn has ended, or nobody interrupted.
    private void Release(Reply reply)
    {
        reply.IsHeld = false;
        if (reply.IsPaused)
        {
            reply.IsPaused = false;
            reply.Clock.Resume();
            Emit(new ReplyResumed(reply.Clock.Position));
        }

        while (!reply.IsHeld && reply.Held.TryDequeue(out StageMessage? held))
        {
            HandOut(reply, held);
        }

        if (reply.IsGenerated)
        {
            OnGenerated(reply);
        }
    }

    private void Pause(Reply reply)
    {
        reply.IsHeld = true;
        reply.IsPaused = true;
        reply.Clock.Pause();
        Emit(new ReplyPaused(reply.Clock.Position));
    }

    // Looks at the playback: makes room, and ends the turn when all has been played.
    private void LookAtPlayback()
    {
        if (_reply is not { HasBegun: true } reply)
        {
            _playingAt = null;
            return;
        }

        TimeSpan before = reply.Clock.Position;
        reply.Clock.Advance();
        if (reply.Clock.Position > before)
        {
            Progress();
        }

        reply.ReleasePlayed();
        bool isPlayed = reply.IsGenerated && !reply.IsHeld && reply.Held.Count == 0 && reply.Clock.IsPlayed(_options.Timeouts.PlaybackReport);
        _playingAt = reply.IsPaused || isPlayed ? null : reply.Clock.Position;
        if (isPlayed)
        {
            EndTurn(reply.Turn.HasFailed ? TurnOutcome.Failed : TurnOutcome.Completed);
        }
    }

    private void OnReport(PlaybackReport report)
    {
        if (_reply is { HasBegun: true } reply && reply.Turn.Number == report.Turn && report.Position <= reply.Clock.Length && report.Position >= TimeSpan.Zero)
        {
            reply.Clock.Report(report.Position);
        }
        else if (_lastReply is { } last && last.Turn.Number == report.Turn && report.Position <= last.Clock.Length && report.Position >= TimeSpan.Zero)
        {
            _history.Correct(last.Turn.Number, last.Ledger.Heard(report.Position));
        }
        else
        {
            ConversationMeter.ReportIgnored();
        }
    }

    private void HearEcho(ReadOnlySpan<byte> frame)
    {
        if (_reply is { HasBegun: true } reply)
        {
            reply.Clock.Advance();
            _playingAt = reply.IsPaused ? null : reply.Clock.Position;
        }

        _echo.Heard(frame, _playingAt);
    }
}
