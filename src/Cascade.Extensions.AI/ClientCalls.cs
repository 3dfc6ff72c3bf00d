using System.Runtime.CompilerServices;
using Cascade.Extensions.AI.Audio;
using Cascade.Extensions.AI.Diagnostics;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Cascade.Extensions.AI;

/// <summary>Asks a client for the text of utterances, in the way that it supports. Remembers that way.</summary>
internal sealed class ClientCalls(ISpeechToTextClient client, ILogger logger)
{
    private volatile bool _hasNoStreaming;
    private volatile bool _hasNoWholeText;

    /// <summary>Yields the texts of an utterance as the client gives them, on the stream's clock.</summary>
    public async IAsyncEnumerable<SpeechToTextResponseUpdate> RecognizeAsync(
        Utterance utterance, SpeechToTextOptions? options, bool prefersStreaming, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        bool streams = (prefersStreaming && !_hasNoStreaming) || _hasNoWholeText;
        for (int attempt = 0; attempt < 2; attempt++)
        {
            bool isOtherWay = false;
            IAsyncEnumerator<SpeechToTextResponseUpdate> updates =
                (streams ? StreamAsync(utterance, options, cancellationToken) : WholeAsync(utterance, options, cancellationToken)).GetAsyncEnumerator(cancellationToken);
            await using ConfiguredAsyncDisposable lease = updates.ConfigureAwait(false);
            for (bool isFirst = true; ; isFirst = false)
            {
                try
                {
                    if (!await updates.MoveNextAsync().ConfigureAwait(false))
                    {
                        break;
                    }
                }
                catch (Exception e) when (isFirst && attempt == 0 && e is NotSupportedException or NotImplementedException)
                {
                    isOtherWay = true;
                    break;
                }

                yield return updates.Current;
            }

            cancellationToken.ThrowIfCancellationRequested(); // clients exist that end silently then
            if (!isOtherWay)
            {
                yield break;
            }

            Remember(streams);
            streams = !streams;
        }
    }

    private void Remember(bool streams)
    {
        (_hasNoStreaming, _hasNoWholeText) = (streams, !streams);
        logger.OtherWay(client.GetType().Name, streams ? "streaming" : "whole texts");
    }

    private async IAsyncEnumerable<SpeechToTextResponseUpdate> StreamAsync(
        Utterance utterance, SpeechToTextOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using MemoryStream wav = new(utterance.Wav, writable: false);
        await foreach (SpeechToTextResponseUpdate update in client.GetStreamingTextAsync(wav, options, cancellationToken).ConfigureAwait(false))
        {
            if (update.Kind != SpeechToTextResponseUpdateKind.SessionOpen && update.Kind != SpeechToTextResponseUpdateKind.SessionClose)
            {
                yield return Place(update, utterance);
            }
        }
    }

    private async IAsyncEnumerable<SpeechToTextResponseUpdate> WholeAsync(
        Utterance utterance, SpeechToTextOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using MemoryStream wav = new(utterance.Wav, writable: false);
        SpeechToTextResponse response = await client.GetTextAsync(wav, options, cancellationToken).ConfigureAwait(false);
        if (response.Contents.Count > 0)
        {
            yield return Place(
                new SpeechToTextResponseUpdate(response.Contents)
                {
                    Kind = SpeechToTextResponseUpdateKind.TextUpdated,
                    ResponseId = response.ResponseId,
                    ModelId = response.ModelId,
                    StartTime = response.StartTime,
                    EndTime = response.EndTime,
                    RawRepresentation = response.RawRepresentation,
                    AdditionalProperties = response.AdditionalProperties,
                },
                utterance);
        }
    }

    // A client knows the times in its own audio, or none: then those of the utterance hold.
    private static SpeechToTextResponseUpdate Place(SpeechToTextResponseUpdate update, Utterance utterance)
    {
        TimeSpan start = Clamp(update.StartTime ?? TimeSpan.Zero, TimeSpan.Zero, utterance.Duration);
        TimeSpan end = Clamp(update.EndTime is { } stated && stated > TimeSpan.Zero ? stated : utterance.Duration, start, utterance.Duration);
        update.StartTime = utterance.Start + start;
        update.EndTime = utterance.Start + end;
        if (SpeechWords.Of(update.AdditionalProperties) is { Count: > 0 } words)
        {
            AdditionalPropertiesDictionary properties = new(update.AdditionalProperties!);
            properties[SpeechWords.Property] = SpeechWords.Shift(words, utterance.Start);
            update.AdditionalProperties = properties;
        }

        return update;
    }

    private static TimeSpan Clamp(TimeSpan value, TimeSpan minimum, TimeSpan maximum) => value < minimum ? minimum : value > maximum ? maximum : value;
}
