using System.Runtime.CompilerServices;
using Cascade.Extensions.AI.Diagnostics;
using Microsoft.Extensions.AI;

namespace Cascade.Extensions.AI.Audio;

/// <summary>Finds the utterances of a stream. The one place that uses the stream processor.</summary>
internal static class UtteranceReader
{
    private const int ReadBytes = 16 * 1024;

    /// <exception cref="AudioFormatException">The stream is no audio; or, after all utterances, a part of it is missing.</exception>
    public static async IAsyncEnumerable<Utterance> ReadAsync(
        Stream stream, SpeechDetectionOptions options, SpeechToTextOptions? call, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        AudioFormat? headerless = options.IsHeaderless ? options.Detection.InputFormat : call?.SpeechSampleRate is { } rate ? new AudioFormat(rate) : null;
        SpeechInput input = await SpeechInput.OpenAsync(stream, headerless, cancellationToken).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable inputLease = input.ConfigureAwait(false);
        StreamProcessor processor = new(options.Detection with { InputFormat = input.Format, Audio = ResultAudio.Pcm16Mono, Speech = options.Detection.Speech with { Results = ResultKinds.Segments } });
        await using ConfiguredAsyncDisposable processorLease = processor.ConfigureAwait(false);

        UtteranceBuilder builder = new(options.MaximumUtterance);
        TimeSpan sent = TimeSpan.Zero;
        await foreach (CascadeResult result in processor.ProcessStreamAsync(ChunksOf(input.Pcm, cancellationToken), cancellationToken).ConfigureAwait(false))
        {
            foreach (Utterance utterance in result is SpeechSegment segment ? builder.Add(segment) : [])
            {
                if (utterance.Duration >= options.MinimumUtterance)
                {
                    SpeechDetectionMeter.Sent(utterance.Start - sent, utterance.Duration);
                    sent = utterance.End;
                    yield return utterance;
                }
            }
        }

        if (builder.Complete() is { } rest && rest.Duration >= options.MinimumUtterance)
        {
            SpeechDetectionMeter.Sent(rest.Start - sent, rest.Duration);
            sent = rest.End;
            yield return rest;
        }

        SpeechDetectionMeter.Saved(processor.GetStats().Position - sent);
        if (input.Truncation is { } truncation)
        {
            throw truncation;
        }
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> ChunksOf(Stream pcm, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[ReadBytes]; // not from a pool: a source that ignores cancellation may write into it when nobody waits any more
        while (await pcm.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and int count)
        {
            yield return buffer.AsMemory(0, count);
        }
    }
}
