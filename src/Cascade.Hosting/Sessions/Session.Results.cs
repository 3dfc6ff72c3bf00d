using System.Diagnostics.CodeAnalysis;
using Cascade.Hosting.Wire;

namespace Cascade.Hosting.Sessions;

/// <content>The events that results become for the client.</content>
internal sealed partial class Session
{
    private readonly TokenBucket _inputRate;
    private long _segments;
    private long _told;
    private volatile bool _isSpeaking;
    private volatile bool _owesReceived;
    private volatile bool _hasFailed;

    /// <summary>Whether speech is open.</summary>
    public override bool IsSpeaking => _isSpeaking;

    /// <summary>The count of received samples, where it is time to tell it.</summary>
    public bool TryTakeReceived(out ReceivedMessage? message)
    {
        bool owes = _owesReceived;
        _owesReceived = false; // before the count is read, so that none is missed
        message = owes ? new ReceivedMessage { Received = Forgettable } : null;
        return message is not null;
    }

    // The sink: one piece of audio at a time, on the reader's thread or the batch's.
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "a fault of one session is not to reach the batch, which delivers to all")]
    private void Take(IEnumerable<CascadeResult> results)
    {
        if (_hasFailed)
        {
            return; // an event is missing: none may follow
        }

        try
        {
            bool isNews = false;
            foreach (CascadeResult result in results)
            {
                isNews |= Take(result);
            }

            isNews |= Probabilities?.EndPiece(_isSpeaking) ?? false;
            if (isNews)
            {
                Wake();
                _ = OwesEvents ? Keeper?.KeepAsync() : null;
            }
        }
        catch (Exception e)
        {
            Fail(e);
        }
    }

    private bool Take(CascadeResult result)
    {
        switch (result)
        {
            case FrameProbability frame:
                Probabilities?.Add(frame.StartSample, frame.Probability);
                return false;
            case SpeechStarted started:
                _isSpeaking = true;
                Events.Append(new SpeechStartedMessage
                {
                    Sample = started.Onset.Sample,
                    Time = SampleClock.ToSeconds(started.Onset.Sample),
                    Probability = started.Onset.Probability,
                });
                return true;
            case SpeechEnded ended:
                _isSpeaking = false;
                Events.Append(new SpeechEndedMessage
                {
                    Sample = ended.Offset.Sample,
                    Time = SampleClock.ToSeconds(ended.Offset.Sample),
                    Probability = ended.Offset.Probability,
                });
                return true;
            case SpeechDiscarded burst:
                _isSpeaking = false;
                Held.EndSpeech();
                Events.Append(new SpeechDiscardedMessage
                {
                    StartSample = burst.StartSample,
                    EndSample = burst.EndSample,
                    Start = SampleClock.ToSeconds(burst.StartSample),
                    End = SampleClock.ToSeconds(burst.EndSample),
                });
                return true;
            case SpeechSegment segment:
                _isSpeaking &= segment.EndedBy == SegmentEnd.MaximumSpeech;
                Held.EndSpeech();
                Append(segment);
                return true;
            default:
                return false;
        }
    }

    private void Append(SpeechSegment segment)
    {
        long number = ++_segments;
        StoredSegment audio = new(number, segment.Audio, segment.Format);
        Segments?.Add(audio);
        SegmentMessage message = new()
        {
            Number = number,
            StartSample = segment.StartSample,
            EndSample = segment.EndSample,
            Start = SampleClock.ToSeconds(segment.StartSample),
            End = SampleClock.ToSeconds(segment.EndSample),
            Reason = segment.EndedBy,
            Continues = segment.Continues,
            Probability = Mean(segment.Probabilities.Span),
            Audio = Settings.SegmentAudio == SegmentAudioMode.None ? null : new SegmentAudioMessage
            {
                Bytes = segment.Audio.Length,
                SampleRate = segment.Format.SampleRateHz,
                Url = Segments is null ? null : $"{Settings.AudioPath}/{AudioKey}/{number}.wav",
            },
        };
        Events.Append(message, Settings.SegmentAudio == SegmentAudioMode.Binary ? segment.Audio : default);
    }

    private void Fail(Exception error)
    {
        _hasFailed = true;
        _failed(this, error);
    }

    private static float Mean(ReadOnlySpan<float> values)
    {
        double sum = 0;
        foreach (float value in values)
        {
            sum += value;
        }

        return values.IsEmpty ? 0 : (float)(sum / values.Length);
    }

    private void TellReceived()
    {
        if (Keeper is not null)
        {
            KeepInTime();
            return;
        }

        if (Settings.IsResumable && Received - _told >= Format.SampleRateHz)
        {
            _told = Received;
            _owesReceived = true;
            Wake();
        }
    }
}
