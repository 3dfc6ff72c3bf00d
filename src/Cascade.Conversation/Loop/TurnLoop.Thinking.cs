namespace Cascade.Dialogue;

/// <content>Between the user's words and the machine's: recognition, endpoint, the start of a reply.</content>
internal sealed partial class TurnLoop
{
    private RecognitionJob? _recognition;

    private void Recognise(Utterance utterance, bool isCut = false)
    {
        if (_recognition is { CutFrames: not null })
        {
            return; // the part before comes first; its end starts the next one
        }

        CancelRecognition(unlessCut: false);
        Turn turn = _turn is { } current && current.Utterance == utterance ? current : new Turn(0, "", utterance);
        RecognitionJob job = new(++_generations, turn, utterance, isCut ? utterance.Frames : null, _time);
        _recognition = job;
        byte[] wav = utterance.ToWav(utterance.IsOpen || utterance.IsManual ? 0 : Math.Max(0, _position - utterance.SpeechEnd));
        string before = utterance.Text;
        ConversationOptions options = _options;
        job.Start(_work, () => RecognitionStage.RunAsync(_context, job, options, wav, before));
    }

    private void OnRecognised(RecognitionJob job, Recognised recognised)
    {
        Utterance utterance = job.Utterance;
        job.Turn.Transcription = recognised.Took;
        string text = IsOwnEcho(recognised.Text, utterance) ? "" : recognised.Text;
        utterance.Recognised(text);
        Emit(new TranscriptChanged(utterance.Text, IsFinal: false, SampleClock.ToTime(utterance.Onset), SampleClock.ToTime(utterance.SpeechEnd)));
        if (job.CutFrames is { } frames)
        {
            _recognition = null;
            utterance.BeginPart(utterance.LastOnset, utterance.Frames - frames);
            if (IsChallenge(utterance))
            {
                JudgeChallenge(utterance, utterance.Text, recognised.Text);
            }
            else if (!utterance.IsOpen && !utterance.IsManual)
            {
                Recognise(utterance); // the next part has ended meanwhile
            }

            return;
        }

        bool isJudged = _options.TurnDetector is not null && utterance.Text.Length > 0;
        if (!isJudged)
        {
            _recognition = null;
        }

        if (IsChallenge(utterance))
        {
            JudgeChallenge(utterance, utterance.Text, recognised.Text);
            if (_turn is { } begun && begun.Utterance == utterance)
            {
                begun.Transcription = recognised.Took;
            }
        }
        else if (!isJudged || utterance.IsCommitted)
        {
            ThinkEarly(utterance);
            CheckEndpoint(utterance);
        }
    }

    private void OnJudged(RecognitionJob job, float ended)
    {
        _recognition = null;
        job.Utterance.Ended = ended;
        if (_turn?.Utterance == job.Utterance)
        {
            ThinkEarly(job.Utterance);
            CheckEndpoint(job.Utterance);
        }
    }

    // The model may be asked before the turn has ended: its audio is held back, and it is canceled if speech resumes.
    private void ThinkEarly(Utterance utterance)
    {
        if (_options is { PreemptiveGeneration: true, RepliesAutomatically: true } && _reply is null && !utterance.IsOpen && utterance.Text.Length > 0
            && (utterance.Ended ?? 0.5f) >= 0.5f && utterance.EarlyTries is > 0 and <= MostEarlyTries)
        {
            _turn!.UserText = utterance.Text;
            StartReply(_turn, isHeld: true);
        }
    }

    private void EndUtterance(Utterance utterance)
    {
        Turn turn = _turn!;
        utterance.IsEnded = true;
        turn.UserText = utterance.Text;
        long silence = Math.Min(utterance.Silence, Math.Max(0, _position - utterance.SpeechEnd));
        turn.SpeechEndedAt = _time.GetTimestamp() - (long)(SampleClock.ToTime(silence).TotalSeconds * _time.TimestampFrequency);
        turn.Endpoint = _time.GetElapsedTime(turn.SpeechEndedAt.Value);
        Emit(new TranscriptChanged(turn.UserText, IsFinal: true, SampleClock.ToTime(utterance.Onset), SampleClock.ToTime(utterance.SpeechEnd)));
        Progress();
        if (turn.UserText.Length == 0)
        {
            if (utterance.SpokenSamples >= AudibleWords && !_wasEcho)
            {
                Fault(ConversationStage.Recognition, "recognitionEmpty", "Expected words from the speech-to-text client for more than a second of speech; found none. Look at its language and its model.", null);
            }

            EndTurn(TurnOutcome.Empty);
        }
        else if (!_options.RepliesAutomatically)
        {
            EndTurn(TurnOutcome.Completed);
        }
        else
        {
            SetState(ConversationState.Thinking);
            if (_reply is null)
            {
                StartReply(turn, isHeld: false);
            }
            else
            {
                Release(_reply);
            }
        }
    }

    private void StartReply(Turn turn, bool isHeld)
    {
        turn.HasFailed = false; // of an earlier attempt, before speech resumed
        ConversationOptions options = turn.Options ?? _options;
        Reply reply = new(++_generations, turn, options, isHeld, _work);
        _reply = reply;
        IReadOnlyList<Microsoft.Extensions.AI.ChatMessage> messages = turn.SetText is null ? _history.WithUser(turn.UserText) : [];
        reply.Start(_work, () => ReplyStage.RunAsync(_context, reply, options, messages));
    }

    private void OnStageFailed(StageFailed failed)
    {
        Job job = failed.Job;
        if (failed.Stage == ConversationStage.TurnDetection)
        {
            Fault(failed.Stage, failed.Code, failed.Text, failed.Exception);
            OnJudged((RecognitionJob)job, 0.5f);
        }
        else if (job is RecognitionJob recognition)
        {
            Fault(failed.Stage, failed.Code, failed.Text, failed.Exception);
            RecognitionFailed(recognition);
        }
        else if (!job.Turn.HasFailed)
        {
            Fault(failed.Stage, failed.Code, failed.Text, failed.Exception);
            ReplyFailed((Reply)job, goesOn: failed.Stage != ConversationStage.Synthesis);
        }
    }

    private void RecognitionFailed(RecognitionJob job)
    {
        CancelRecognition(unlessCut: false);
        if (IsChallenge(job.Utterance))
        {
            ForgetChallenge(job.Utterance, "false");
        }
        else if (_turn?.Utterance == job.Utterance)
        {
            bool goesOn = job.Utterance.IsOpen;
            EndTurn(TurnOutcome.Failed);
            if (goesOn)
            {
                _utterance = null; // its words are lost: what follows begins anew with the next onset
            }

            Apologise(job.Turn);
        }
    }

    // What is already handed out plays to its end; a reply without any ends the turn at once.
    private void ReplyFailed(Reply reply, bool goesOn)
    {
        reply.Turn.HasFailed = true;
        if (goesOn)
        {
            return; // the voice speaks what the model had said before it failed
        }

        if (!reply.HasBegun && reply.Held.Count == 0)
        {
            EndTurn(TurnOutcome.Failed);
            Apologise(reply.Turn);
        }
        else
        {
            reply.IsGenerated = true;
            Retire(reply);
        }
    }

    // Not for an announcement, such as this phrase itself: a voice that always fails would be asked for ever.
    private void Apologise(Turn failed)
    {
        if (_options.FaultPhrase is { Length: > 0 } phrase && _toSay.Count == 0 && failed.SetText is null)
        {
            _toSay.Enqueue(phrase);
        }
    }

    private void CancelRecognition(bool unlessCut)
    {
        if (_recognition is { } job && !(unlessCut && job.CutFrames is not null))
        {
            Retire(job);
            _recognition = null;
        }
    }

    private void CancelReply()
    {
        if (_reply is { } reply)
        {
            Retire(reply);
            _reply = null;
        }
    }

    private void Retire(Job job)
    {
        if (!job.Token.IsCancellationRequested)
        {
            job.Cancel(_time.GetTimestamp(), _work);
            _ending.Add(job);
        }
    }
}
