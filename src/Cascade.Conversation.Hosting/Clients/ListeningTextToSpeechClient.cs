using System.Runtime.CompilerServices;
using Cascade.Visemes;
using Microsoft.Extensions.AI;

namespace Cascade.Hosting.Realtime.Clients;

/// <summary>Keeps the phonemes that a voice tells with its audio, for pages that move a mouth. It is never disposed: sessions share the inner client.</summary>
internal sealed class ListeningTextToSpeechClient(ITextToSpeechClient inner) : DelegatingTextToSpeechClient(inner)
{
    private const int Most = 16;

    private readonly object _lock = new();
    private readonly List<(string Text, List<SpeechWord> Phonemes)> _sentences = [];

    /// <summary>Gets the phonemes of a sentence, on its own time, and forgets them.</summary>
    public IReadOnlyList<SpeechWord> Take(string text)
    {
        lock (_lock)
        {
            int at = _sentences.FindLastIndex(one => one.Text == text);
            if (at < 0)
            {
                return [];
            }

            List<SpeechWord> phonemes = _sentences[at].Phonemes;
            _sentences.RemoveAt(at);
            return phonemes;
        }
    }

    public override async IAsyncEnumerable<TextToSpeechResponseUpdate> GetStreamingAudioAsync(
        string text, TextToSpeechOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (TextToSpeechResponseUpdate update in base.GetStreamingAudioAsync(text, options, cancellationToken).ConfigureAwait(false))
        {
            if (update.AdditionalProperties?.TryGetValue(SentenceVisemes.PhonemesProperty, out object? value) == true && value is IReadOnlyList<SpeechWord> { Count: > 0 } phonemes)
            {
                Keep(text.Trim(), phonemes);
            }

            yield return update;
        }
    }

    private void Keep(string text, IReadOnlyList<SpeechWord> phonemes)
    {
        lock (_lock)
        {
            int at = _sentences.FindLastIndex(one => one.Text == text);
            if (at >= 0)
            {
                _sentences[at].Phonemes.AddRange(phonemes);
                return;
            }

            _sentences.Add((text, [.. phonemes]));
            if (_sentences.Count > Most)
            {
                _sentences.RemoveAt(0); // of an answer that nobody heard
            }
        }
    }
}
