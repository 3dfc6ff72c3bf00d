namespace Cascade.Dialogue;

/// <content>The user's side: onsets, pauses, endpoints. All durations are samples of the input.</content>
internal sealed partial class TurnLoop
{
    private const int PreRollFrames = 10; // about 300 ms
    private const int MostEarlyTries = 3;
    private const double AdaptWeight = 0.9;
    private const long Endless = long.MaxValue / 4;

    private static readonly TimeSpan LongestEarly = TimeSpan.FromSeconds(10);
    private static readonly long ShortestCommit = SampleClock.ToSamples(TimeSpan.FromMilliseconds(100));
    private static readonly long AudibleWords = SampleClock.ToSamples(TimeSpan.FromSeconds(1));

    private readonly Queue<ReadOnlyMemory<byte>> _preRoll = new();
    private Utterance? _utterance;
    private long _position;
    private double _usualPause; // samples, of the speaker's pauses within turns

    private bool IsManual => _options.TurnTaking == TurnTaking.Manual;

    private void OnFrame(HeardFrame frame)
    {
        _position = frame.End;
        HearEcho(frame.Audio.Span);
        if (_utterance is null && IsManual)
        {
            _utterance = new Utterance(frame.Start, []) { IsManual = true };
        }

        if (_utterance is not { } utterance)
        {
            _preRoll.Enqueue(frame.Audio);
            if (_preRoll.Count > PreRollFrames)
            {
                _preRoll.Dequeue();
            }

            return;
        }

        utterance.Add(frame.Audio);
        if (utterance.IsManual)
        {
            BoundManual(utterance);
        }
        else if (utterance.IsOpen)
        {
            Progress();
            OnOpenFrame(utterance, frame);
        }
        else
        {
            utterance.Silence = Math.Max(utterance.Silence, frame.End - utterance.SpeechEnd);
            CheckEndpoint(utterance);
        }
    }

    private void OnOnset(long start)
    {
        Emit(new UserSpeechStarted(SampleClock.ToTime(start)));
        if (_utterance is null && IsManual)
        {
            _utterance = new Utterance(start, []) { IsManual = true };
        }

        if (_utterance is { IsManual: true } manual)
        {
            manual.IsOpen = true;
            return;
        }

        if (_utterance is null)
        {
            bool isRefused = _reply is { IsHeld: false } && _turn is not null && !(_reply.HasBegun ? _options.InterruptsSpeaking : _options.InterruptsThinking);
            _utterance = new Utterance(start, _preRoll) { IsDropped = isRefused };
            _preRoll.Clear();
        }

        Utterance utterance = _utterance;
        utterance.IsOpen = true;
        utterance.IsOpenConfirmed = false;
        utterance.LastOnset = start;
        _strikes = 0;
        if (!utterance.IsDropped && _reply is { HasBegun: false, IsHeld: false } thinking)
        {
            thinking.IsHeld = true; // until it is clear whether the turn goes on
        }
    }

    private void OnOpenFrame(Utterance utterance, HeardFrame frame)
    {
        if (!utterance.IsOpenConfirmed && frame.End - utterance.LastOnset > SampleClock.ToSamples(_options.MinimumSpeech))
        {
            Confirm(utterance);
        }

        if (IsChallenge(utterance))
        {
            OnChallenge(utterance, frame.End);
        }
    }

    private bool IsChallenge(Utterance utterance) => _reply is { HasBegun: true } && _turn?.Utterance != utterance && !utterance.IsDropped;

    // It is speech, not a burst.
    private void Confirm(Utterance utterance)
    {
        utterance.IsOpenConfirmed = true;
        if (utterance.IsDropped || IsChallenge(utterance))
        {
            utterance.IsConfirmed = !utterance.IsDropped;
            return;
        }

        bool goesOn = utterance.IsConfirmed;
        utterance.IsConfirmed = true;
        if (_turn is not null && _turn.Utterance != utterance)
        {
            EndTurn(TurnOutcome.Superseded); // a message or an announcement whose audio had not begun
        }

        _turn ??= BeginTurn("", utterance);
        if (goesOn)
        {
            GoOn(utterance);
        }

        SetState(ConversationState.Hearing);
    }

    // Speech resumes before any answer was heard: one turn, one answer.
    private void GoOn(Utterance utterance)
    {
        long pause = utterance.LastOnset - utterance.SpeechEnd;
        _usualPause = _usualPause == 0 ? pause : (AdaptWeight * _usualPause) + ((1 - AdaptWeight) * pause);
        CancelReply();
        CancelRecognition(unlessCut: true);
        utterance.IsEnded = false;
        utterance.Silence = 0;
        if (utterance.IsRecognised && (pause > SampleClock.ToSamples(_options.MergeWindow) || utterance.AudioSamples > SampleClock.ToSamples(_options.MaximumUtterance)))
        {
            utterance.BeginPart(utterance.LastOnset, PreRollFrames + (int)((_position - utterance.LastOnset) / 512));
        }

        utterance.Reopen();
    }

    private void OnPart(SpeechPart part)
    {
        if (_utterance is not { } utterance)
        {
            return;
        }

        utterance.SpokenSamples += part.End - Math.Max(part.Start, utterance.LastOnset);
        utterance.SpeechEnd = part.End;
        utterance.IsOpen = part.IsCut;
        utterance.Silence = 0;
        Emit(new UserSpeechEnded(SampleClock.ToTime(part.End), IsDiscarded: false));
        if (utterance.IsManual)
        {
            return;
        }

        if (!utterance.IsOpenConfirmed)
        {
            Confirm(utterance);
        }

        SpeechPaused();
        if (utterance.IsDropped || (IsChallenge(utterance) && !IsWorthHearing(utterance)))
        {
            ForgetChallenge(utterance, utterance.IsDropped ? null : _pausedAt is null ? "echo" : "false");
        }
        else if (part.IsCut)
        {
            utterance.LastOnset = part.End;
            Recognise(utterance, isCut: true);
        }
        else if (IsChallenge(utterance) || (utterance.EarlyTries < MostEarlyTries && SampleClock.ToTime(utterance.AudioSamples) <= LongestEarly))
        {
            utterance.EarlyTries++;
            Recognise(utterance);
        }
    }

    private void OnBurst(long end)
    {
        Emit(new UserSpeechEnded(SampleClock.ToTime(end), IsDiscarded: true));
        if (_utterance is not { IsManual: false } utterance)
        {
            return;
        }

        utterance.IsOpen = false;
        if (!utterance.IsConfirmed)
        {
            SpeechPaused();
            ForgetChallenge(utterance, IsChallenge(utterance) ? "false" : null);
            return;
        }

        // A burst inside the turn's pause: the pause goes on, and so does an answer that was held back.
        if (utterance.IsEnded && _reply is { IsPaused: false } reply)
        {
            Release(reply);
        }
    }

    private void OnNoInput()
    {
        if (_utterance is { IsManual: false } utterance)
        {
            utterance.IsOpen = false;
            utterance.Silence = Endless;
            if (utterance.IsConfirmed)
            {
                CheckEndpoint(utterance);
            }
            else
            {
                ForgetChallenge(utterance, IsChallenge(utterance) ? "false" : null);
            }
        }
        else if (_inputEnded)
        {
            DropUtterance();
        }
    }

    private void DropUtterance()
    {
        if (_utterance is not null && _recognition?.Utterance == _utterance)
        {
            CancelRecognition(unlessCut: false);
        }

        _utterance = null;
    }
}
