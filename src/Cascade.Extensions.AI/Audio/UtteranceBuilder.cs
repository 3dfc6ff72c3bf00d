namespace Cascade.Extensions.AI.Audio;

/// <summary>Joins segments that the maximum has cut. Pure: no clock, no input or output.</summary>
internal sealed class UtteranceBuilder(TimeSpan maximum)
{
    private readonly List<SpeechSegment> _parts = [];

    /// <summary>Takes the next segment.</summary>
    /// <returns>The utterances that are complete now, in the order of the stream: none, one or two.</returns>
    public IEnumerable<Utterance> Add(SpeechSegment segment)
    {
        if (_parts.Count > 0 && (!segment.Continues || segment.End - _parts[0].Start > maximum))
        {
            yield return Take();
        }

        _parts.Add(segment);
        if (segment.EndedBy != SegmentEnd.MaximumSpeech)
        {
            yield return Take();
        }
    }

    /// <summary>Returns the rest when the stream has ended, or null.</summary>
    public Utterance? Complete() => _parts.Count > 0 ? Take() : null;

    private Utterance Take()
    {
        long first = _parts[0].StartSample;
        Utterance utterance = new(_parts[0].Start, _parts[^1].End, new byte[WavFile.HeaderBytes + ((_parts[^1].EndSample - first) * PcmFormat.BytesPerSample)]);
        WavFile.CreateHeader(utterance.Wav.Length - WavFile.HeaderBytes, AudioFormat.Pcm16Mono16k).CopyTo(utterance.Wav, 0);
        foreach (SpeechSegment part in _parts)
        {
            // By position: a silence that lies between two parts stays in the audio, so that times in it are right.
            part.Audio.Span.CopyTo(utterance.Wav.AsSpan(WavFile.HeaderBytes + (int)((part.StartSample - first) * PcmFormat.BytesPerSample)));
        }

        _parts.Clear();
        return utterance;
    }
}
