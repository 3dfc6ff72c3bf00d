using System.Diagnostics;

namespace Cascade.Dialogue;

/// <content>Speech while an answer is played: the answer pauses, and is stopped or goes on.</content>
/// <remarks>
/// The pause comes at the onset and costs nothing if it was a false alarm. The stop cannot be taken back, so short speech waits for its words: a cough has none, "uh-huh" is agreement, and an
/// echo repeats the answer. Speech longer than the backchannel limit stops at once.
/// </remarks>
internal sealed partial class TurnLoop
{
    private const int EchoStrikes = 2; // frames that are no echo, after frames that were

    private static readonly TimeSpan EchoDecay = TimeSpan.FromSeconds(1); // in which an echo of the answer's end can begin

    private int _strikes;
    private bool _wasEcho;
    private long? _pausedAt; // sample of the input
    private long _pausedSilentSince;
    private string _said = "";
    private long _saidAt;

    private void OnChallenge(Utterance utterance, long position)
    {
        Reply reply = _reply!;
        if (!reply.IsPaused)
        {
            if (IsGuarded(reply))
            {
                return;
            }

            bool isEcho = _echo.IsEcho();
            utterance.IsEchoSuspected |= isEcho;
            _strikes = isEcho ? 0 : _strikes + 1;
            if (_strikes < (utterance.IsEchoSuspected ? EchoStrikes : 1))
            {
                return;
            }

            Pause(reply);
            _pausedAt = position;
            ConversationMeter.Paused(SampleClock.ToTime(position - utterance.LastOnset));
        }

        long sincePause = position - Math.Max(utterance.LastOnset, utterance.IsEchoSuspected ? _pausedAt ?? position : utterance.LastOnset);
        long spoken = utterance.SpokenSamples + sincePause;
        if (spoken < SampleClock.ToSamples(_options.BackchannelLimit))
        {
            return;
        }

        if (_options.MinimumInterruptionWords == 0)
        {
            Commit(utterance);
        }
        else if (_recognition is null && utterance.EarlyTries < MostEarlyTries)
        {
            utterance.EarlyTries++;
            Recognise(utterance); // its words decide, before it ends
        }
    }

    private bool IsGuarded(Reply reply) => _isFirstReply && reply.Clock.Position < _options.EchoGuard;

    // At the end of speech: whether it is worth a recognition.
    private bool IsWorthHearing(Utterance utterance)
    {
        bool isOnlyEcho = !_reply!.IsPaused && !IsGuarded(_reply);
        return !isOnlyEcho && utterance.SpokenSamples >= SampleClock.ToSamples(_options.MinimumInterruption);
    }

    private void JudgeChallenge(Utterance utterance, string text, string heard)
    {
        if (text.Length == 0)
        {
            if (!utterance.IsOpen)
            {
                ForgetChallenge(utterance, heard.Length > 0 ? "echo" : "false");
            }
        }
        else if (Backchannel.IsAgreement(text))
        {
            if (!utterance.IsOpen)
            {
                ForgetChallenge(utterance, "backchannel");
            }
        }
        else if (TextTurnDetector.Words(text).Length >= _options.MinimumInterruptionWords)
        {
            Commit(utterance);
        }
        else if (!utterance.IsOpen)
        {
            ForgetChallenge(utterance, "false");
        }
    }

    // The user has the word.
    private void Commit(Utterance utterance)
    {
        Interrupted("committed");
        utterance.IsConfirmed = true;
        utterance.IsOpenConfirmed = utterance.IsOpen;
        EndTurn(TurnOutcome.Interrupted); // which begins the turn of what is being said
    }

    // It was nothing: the answer goes on at the sample where it paused.
    private void ForgetChallenge(Utterance utterance, string? outcome)
    {
        if (outcome is not null)
        {
            Interrupted(outcome);
        }

        _pausedAt = null;
        if (_utterance == utterance)
        {
            if (_recognition?.Utterance == utterance)
            {
                CancelRecognition(unlessCut: false);
            }

            _utterance = null;
        }

        if (_reply is { IsHeld: true } reply && (reply.IsPaused || _turn?.Utterance is null or { IsEnded: true }))
        {
            Release(reply);
        }

        if (_turn is null)
        {
            SetState(ConversationState.Listening);
        }
    }

    private void Interrupted(string outcome)
    {
        ConversationMeter.Interrupted(outcome);
        ConversationLog.Interruption(_logger, _id, _turn?.Number ?? 0, outcome);
    }

    private void SpeechPaused() => _pausedSilentSince = _time.GetTimestamp();

    // A pause without a decision is not to last.
    private void LookAtPause(long now)
    {
        if (_reply is { IsPaused: true } && _utterance is null or { IsOpen: false } && _time.GetElapsedTime(_pausedSilentSince, now) >= _options.ResumeAfterFalseInterruption)
        {
            if (_utterance is { } utterance)
            {
                ForgetChallenge(utterance, "false");
            }
            else if (_reply is { IsPaused: true } reply)
            {
                Release(reply);
            }
        }
    }

    // Whoever repeats the answer's words once it has ended is no echo.
    private bool IsOwnEcho(string text, Utterance utterance)
    {
        TimeSpan sinceOnset = SampleClock.ToTime(_position - utterance.Onset);
        string said = _reply is { HasBegun: true } reply ? reply.Ledger.Heard(reply.Clock.Position + TimeSpan.FromMilliseconds(500))
            : _time.GetElapsedTime(_saidAt) - sinceOnset < EchoDecay ? _said : "";
        _wasEcho = said.Length > 0 && Backchannel.IsEcho(text, said);
        if (_wasEcho)
        {
            Interrupted("echo");
        }

        Debug.Assert(!_wasEcho || text.Length > 0, "an echo has words");
        return _wasEcho;
    }
}
