using Cascade.Inference;

namespace Cascade.Segmentation;

/// <summary>
/// Silero's <c>get_speech_timestamps</c> from the probabilities of a whole recording, answer for answer. It differs from the stream's rules where it looks ahead (pads meet
/// in the middle of a short gap) and in what follows a cut at the maximum (a silence that is going on begins anew; after a cut without a candidate speech must begin anew).
/// </summary>
internal sealed class OfflineTimestamps
{
    private readonly SegmentationSettings _settings;
    private readonly long _longest;
    private readonly List<SpeechTimestamp> _found = [];
    private readonly List<(long Start, long End)> _pauses = [];
    private long? _start;
    private long? _silence;

    // The last silence that was long enough for a cut; without an end while it goes on. Kept for MaximumSpeechCut.LastSilence only.
    private (long Start, long? End)? _lastPause;

    private OfflineTimestamps(SegmentationSettings settings)
    {
        _settings = settings;
        _longest = settings.MaximumSpeech - SileroNetwork.FrameSamples - (2 * settings.Pad);
    }

    /// <summary>Finds speech.</summary>
    /// <param name="probabilities">One per frame, the last frame filled up with zeros.</param>
    /// <param name="samples">The length of the recording.</param>
    /// <param name="settings">The parameters.</param>
    public static List<SpeechTimestamp> Find(ReadOnlySpan<float> probabilities, long samples, SegmentationSettings settings)
    {
        OfflineTimestamps search = new(settings);
        for (int i = 0; i < probabilities.Length; i++)
        {
            search.Advance(probabilities[i], (long)i * SileroNetwork.FrameSamples);
        }

        search.End(samples);
        return search.Pad(samples);
    }

    private void Advance(float probability, long now)
    {
        bool isSpeech = probability >= _settings.Threshold;
        if (isSpeech)
        {
            EndSilence(now);
        }

        _start ??= isSpeech ? now : null;
        if (now - _start > _longest)
        {
            Cut(now);
        }

        if (_start is not null && probability < _settings.ExitThreshold)
        {
            AddSilence(now);
        }
    }

    private void EndSilence(long now)
    {
        if (_silence is { } silence && now - silence > _settings.MinimumSilenceAtMaximum)
        {
            _pauses.Add((silence, now));
        }

        _silence = null;
        _lastPause = _lastPause is { End: null } pause ? (pause.Start, now) : _lastPause;
    }

    private void AddSilence(long now)
    {
        _silence ??= now;
        long length = now - _silence.Value;
        if (length > _settings.MinimumSilenceAtMaximum && _settings.Cut == MaximumSpeechCut.LastSilence)
        {
            _lastPause = (_silence.Value, null);
        }

        if (length >= _settings.MinimumSilence)
        {
            End(_silence.Value);
        }
    }

    // Without a pause that has ended, speech must begin anew.
    private void Cut(long now)
    {
        (long Start, long? End) cut = _settings.Cut == MaximumSpeechCut.LongestSilence && _pauses.Count > 0
            ? _pauses.MaxBy(pause => pause.End - pause.Start)
            : _lastPause ?? (now, null);
        _found.Add(new SpeechTimestamp(_start!.Value, cut.Start));
        Forget();
        _start = cut.End;
    }

    private void End(long end)
    {
        if (_start is { } start && end - start > _settings.MinimumSpeech)
        {
            _found.Add(new SpeechTimestamp(start, end));
        }

        Forget();
    }

    private void Forget()
    {
        _start = null;
        _silence = null;
        _lastPause = null;
        _pauses.Clear();
    }

    private List<SpeechTimestamp> Pad(long samples)
    {
        List<SpeechTimestamp> padded = [];
        for (int i = 0; i < _found.Count; i++)
        {
            SpeechTimestamp speech = _found[i];
            long before = i == 0 ? _settings.Pad : PadBetween(i - 1);
            long after = i == _found.Count - 1 ? _settings.Pad : PadBetween(i);
            padded.Add(new SpeechTimestamp(Math.Max(0, speech.StartSample - before), Math.Min(samples, speech.EndSample + after)));
        }

        return padded;
    }

    // Half the gap each where it is too short for both pads.
    private long PadBetween(int index)
    {
        long gap = _found[index + 1].StartSample - _found[index].EndSample;
        return Math.Min(_settings.Pad, gap / 2);
    }
}
