using Microsoft.Extensions.AI;

namespace Cascade.Visemes;

/// <summary>The shapes of the mouth for one sentence: from the phonemes where the voice tells them with its first audio, else from the audio.</summary>
internal sealed class SentenceVisemes
{
    /// <summary>The additional property of an update that holds phonemes, as the class SystemTextToSpeechClient of Cascade.Speech writes it.</summary>
    public const string PhonemesProperty = "cascade.phonemes";

    private readonly List<Viseme> _told = [];
    private bool _hasPhonemes;
    private AudioConverter? _converter;
    private VisemeDetector? _detector;
    private float[] _samples = [];

    /// <summary>Takes what an update tells.</summary>
    public void Add(AdditionalPropertiesDictionary? properties)
    {
        if (_detector is null && properties?.TryGetValue(PhonemesProperty, out object? value) == true && value is IReadOnlyList<SpeechWord> { Count: > 0 } phonemes)
        {
            _hasPhonemes = true;
            _told.AddRange(Viseme.FromPhonemes(phonemes));
        }
    }

    /// <summary>Takes the next audio, and gets the shapes that have become known.</summary>
    public IReadOnlyList<Viseme> Take(ReadOnlySpan<byte> audio, AudioFormat format)
    {
        if (_hasPhonemes)
        {
            return Drain();
        }

        _converter ??= new AudioConverter(format);
        _detector ??= new VisemeDetector();
        int room = (int)((long)audio.Length * SampleClock.SampleRateHz / format.SampleRateHz) + 1;
        _samples = _samples.Length < room ? new float[room] : _samples;
        do
        {
            int count = _converter.Convert(audio, _samples, out int consumed);
            audio = audio[consumed..];
            _detector.Push(_samples.AsSpan(0, count));
        }
        while (!audio.IsEmpty);

        return Drain();
    }

    /// <summary>Gets the last shapes.</summary>
    public IReadOnlyList<Viseme> Complete()
    {
        if (_detector is not null)
        {
            int count;
            do
            {
                count = _converter!.Flush(_samples);
                _detector.Push(_samples.AsSpan(0, count));
            }
            while (count == _samples.Length);

            _detector.Complete();
        }

        return Drain();
    }

    private Viseme[] Drain()
    {
        while (_detector?.TryRead(out Viseme viseme) == true)
        {
            _told.Add(viseme);
        }

        Viseme[] told = [.. _told];
        _told.Clear();
        return told;
    }
}
