using Cascade.Extensions.AI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Cascade;

/// <summary>Puts voice activity detection in front of a speech-to-text client.</summary>
public static class SpeechDetectionBuilderExtensions
{
    /// <summary>
    /// Lets only speech reach the client: the stream is cut into utterances. The client gets each utterance as a WAV file (16 kHz mono PCM16). All times are times of the whole stream.
    /// </summary>
    /// <remarks>
    /// <para>Streams may hold audio of any kind that <see cref="AudioFile"/> opens, or headerless PCM (see <see cref="SpeechDetectionOptions.IsHeaderless"/>). Nothing is sent for silence; an
    /// utterance that is empty or too short is never sent.</para>
    /// <para>A client that throws <see cref="NotSupportedException"/> or <see cref="NotImplementedException"/> on streaming is asked for whole texts, and the other way round. A client
    /// that ends silently when it is canceled is noticed: the enumeration throws <see cref="OperationCanceledException"/>.</para>
    /// <para>The client made here serves any number of callers at the same time, as far as the inner client does.</para>
    /// </remarks>
    /// <param name="builder">The builder, to which the client is added.</param>
    /// <param name="options">How speech is found and sent; the defaults if <see langword="null"/>.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its legal range.</exception>
    public static SpeechToTextClientBuilder UseVoiceActivityDetection(this SpeechToTextClientBuilder builder, SpeechDetectionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        SpeechDetectionOptions used = options ?? new();
        used.Validate();
        return builder.Use((inner, services) => new SpeechDetectionClient(
            inner,
            used with { LoggerFactory = used.LoggerFactory ?? (ILoggerFactory?)services.GetService(typeof(ILoggerFactory)) }));
    }
}
