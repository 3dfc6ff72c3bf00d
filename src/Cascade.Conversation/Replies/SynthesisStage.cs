using Cascade.Visemes;
using Microsoft.Extensions.AI;

namespace Cascade.Dialogue;

/// <summary>Speaks sentences, in order, as far ahead of the playback as there is room.</summary>
internal static class SynthesisStage
{
    public static async Task RunAsync(StageContext context, Reply reply, ConversationOptions options)
    {
        int number = 0;
        AudioFormat? format = null;
        await foreach (string sentence in reply.Sentences.ReadAllAsync(reply.Token).ConfigureAwait(false))
        {
            if (sentence.Any(char.IsLetterOrDigit))
            {
                format = await SpeakAsync(context, reply, options, number++, sentence, format).ConfigureAwait(false);
            }
        }
    }

    private static async Task<AudioFormat?> SpeakAsync(StageContext context, Reply reply, ConversationOptions options, int number, string sentence, AudioFormat? expected)
    {
        AudioPieces pieces = new();
        SentenceVisemes? visemes = options.Visemes ? new SentenceVisemes() : null;
        IReadOnlyList<SpokenWord> marks = [];
        long began = context.Time.GetTimestamp();
        bool hasBegun = false;
        string spoken = options.Pronunciation?.Invoke(sentence.Trim()) ?? sentence.Trim();
        IAsyncEnumerator<TextToSpeechResponseUpdate> updates = Updates(context, reply, options, spoken).GetAsyncEnumerator(reply.Token);
        try
        {
            bool isComplete = false;
            while (!isComplete)
            {
                reply.Synthesis.Begin("synthesisTimeout", hasBegun ? options.Timeouts.NextAudio : options.Timeouts.FirstAudio);
                isComplete = !await updates.MoveNextAsync().ConfigureAwait(false);
                reply.Synthesis.End();
                if (!isComplete)
                {
                    marks = Take(updates.Current, pieces, marks);
                    visemes?.Add(updates.Current.AdditionalProperties);
                }

                while (pieces.Take(isComplete) is { } piece)
                {
                    if (!hasBegun)
                    {
                        hasBegun = true;
                        await context.PostAsync(new SentenceBegun(reply, number, sentence, context.Time.GetElapsedTime(began))).ConfigureAwait(false);
                    }

                    if (expected is not null && pieces.Format != expected)
                    {
                        throw new AudioFormatException(
                            $"Expected audio of {expected.SampleRateHz} Hz from the text-to-speech client, as before in the answer; found {pieces.Format!.SampleRateHz} Hz. Ask for one format for all calls.",
                            expected: $"{expected.SampleRateHz} Hz", found: $"{pieces.Format.SampleRateHz} Hz");
                    }

                    expected = pieces.Format;
                    await reply.Gate.WaitAsync(reply.Token).ConfigureAwait(false);
                    await context.PostAsync(new AudioArrived(reply, number, piece, expected!, marks, visemes?.Take(piece, expected!) ?? [])).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            reply.Synthesis.Begin("synthesisTimeout", options.Timeouts.NextAudio);
            await updates.DisposeAsync().ConfigureAwait(false);
            reply.Synthesis.End();
        }

        reply.Token.ThrowIfCancellationRequested(); // a client may end silently when canceled
        if (!hasBegun)
        {
            throw new StageException("synthesisEmpty", "Expected audio from the text-to-speech client; found none, and no error. Look at the service's own log, and whether it gives the requested AudioFormat.");
        }

        await context.PostAsync(new SentenceEnded(reply, number, marks, visemes?.Complete() ?? [])).ConfigureAwait(false);
        return expected;
    }

    private static async IAsyncEnumerable<TextToSpeechResponseUpdate> Updates(StageContext context, Reply reply, ConversationOptions options, string text)
    {
        TextToSpeechOptions? given = options.TextToSpeech?.Clone();
        if (!context.SpeaksWhole)
        {
            IAsyncEnumerator<TextToSpeechResponseUpdate> updates = context.TextToSpeech.GetStreamingAudioAsync(text, given, reply.Token).GetAsyncEnumerator(reply.Token);
            await using (updates.ConfigureAwait(false))
            {
                while (await MoveNextAsync(context, updates).ConfigureAwait(false))
                {
                    yield return updates.Current;
                }
            }
        }

        if (context.SpeaksWhole)
        {
            TextToSpeechResponse response = await context.TextToSpeech.GetAudioAsync(text, given, reply.Token).ConfigureAwait(false);
            foreach (TextToSpeechResponseUpdate update in response.ToTextToSpeechResponseUpdates())
            {
                yield return update;
            }
        }
    }

    private static async ValueTask<bool> MoveNextAsync(StageContext context, IAsyncEnumerator<TextToSpeechResponseUpdate> updates)
    {
        try
        {
            return await updates.MoveNextAsync().ConfigureAwait(false);
        }
        catch (NotSupportedException)
        {
            context.SpeaksWhole = true;
            return false;
        }
    }

    private static IReadOnlyList<SpokenWord> Take(TextToSpeechResponseUpdate update, AudioPieces pieces, IReadOnlyList<SpokenWord> marks)
    {
        if (update.Kind == TextToSpeechResponseUpdateKind.Error || update.Contents.OfType<ErrorContent>().Any())
        {
            throw new StageException("synthesisFailed", $"The text-to-speech client reported an error: {update.Contents.OfType<ErrorContent>().FirstOrDefault()?.Message ?? "without a message"}");
        }

        foreach (DataContent audio in update.Contents.OfType<DataContent>())
        {
            pieces.Add(audio);
        }

        SpokenWord[] added = [.. SpeechWords.Of(update.AdditionalProperties).Select(word => new SpokenWord(word.Text, word.Start, word.End))];
        return added.Length > 0 ? [.. marks, .. added] : marks; // the loop reads the list that it was given
    }
}
