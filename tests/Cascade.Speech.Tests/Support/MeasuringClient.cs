using Microsoft.Extensions.AI;

namespace Cascade.Speech.Tests.Support;

/// <summary>Counts the audio on its way to a client.</summary>
internal sealed class MeasuringClient(ISpeechToTextClient inner) : DelegatingSpeechToTextClient(inner)
{
    private long _bytes;

    public TimeSpan Received => TimeSpan.FromSeconds(_bytes / 32_000.0);

    public override IAsyncEnumerable<SpeechToTextResponseUpdate> GetStreamingTextAsync(Stream audioSpeechStream, SpeechToTextOptions? options = null, CancellationToken cancellationToken = default)
    {
        Interlocked.Add(ref _bytes, audioSpeechStream.Length);
        return base.GetStreamingTextAsync(audioSpeechStream, options, cancellationToken);
    }
}
