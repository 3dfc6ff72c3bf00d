using Microsoft.Extensions.AI;

namespace Cascade.Speech.Voices;

/// <summary>A program that speaks: flite in a worker, or espeak-ng.</summary>
internal interface IVoice : IAsyncDisposable
{
    string Name { get; }

    /// <summary>Speaks a text and yields its audio as it is made.</summary>
    IAsyncEnumerable<SpokenPiece> SpeakAsync(string text, TextToSpeechOptions? options, CancellationToken cancellationToken);
}
