using System.Runtime.CompilerServices;
using Cascade.Extensions.AI.Audio;
using Cascade.Speech.Sessions;
using Cascade.Speech.Wire;
using Microsoft.Extensions.AI;

namespace Cascade;

/// <content>The way of audio in and of texts out.</content>
public sealed partial class SpeechWorkers
{
    private const int SampleRateHz = 16_000;
    private const int BytesPerSecond = SampleRateHz * 2;

    private static TimeSpan DurationOf(int bytes) => TimeSpan.FromTicks((long)bytes * TimeSpan.TicksPerSecond / BytesPerSecond);

    private async ValueTask<ReadOnlyMemory<byte>> ReadAsync(Stream stream, SpeechToTextOptions? options, CancellationToken cancellationToken)
    {
        AudioFormat? headerless = options?.SpeechSampleRate is { } rate ? new AudioFormat(rate) : null;
        SpeechInput input = await SpeechInput.OpenAsync(stream, headerless, cancellationToken).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable lease = input.ConfigureAwait(false);
        long limit = (long)(_options.MaximumAudio.TotalSeconds * BytesPerSecond);
        MemoryStream pcm = new();
        byte[] buffer = new byte[16 * 1024];
        Stream source = input.Pcm.ToPcm16Mono16k(input.Format);
        while (await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and int count)
        {
            if (pcm.Length + count > limit)
            {
                throw new SpeechWorkerException(
                    SpeechWorkerFailure.BadAudio,
                    $"The utterance is too long: expected at most {_options.MaximumAudio.TotalSeconds:0.###} s, found more. Cut it by voice activity detection, or raise {nameof(SpeechWorkerOptions.MaximumAudio)}.");
            }

            pcm.Write(buffer, 0, count);
        }

        TimeSpan duration = DurationOf((int)pcm.Length);
        return duration >= _options.MinimumAudio
            ? pcm.GetBuffer().AsMemory(0, (int)pcm.Length)
            : throw new SpeechWorkerException(
                SpeechWorkerFailure.BadAudio,
                $"The utterance is too short: expected at least {_options.MinimumAudio.TotalMilliseconds:0.###} ms of audio, found {duration.TotalMilliseconds:0.###} ms. Recognizers crash on it or invent words.");
    }

    private JobHeader HeaderOf(SpeechToTextOptions? options, string? session)
    {
        string? grammar = Property(options, GrammarProperty);
        SessionContext? context = session is null ? null : _sessions.Use(session, grammar);
        string? used = grammar ?? context?.Grammar;
        if (used is not null && (_options.Engine is not PocketSphinxRecognizer { Grammars: var grammars } || !grammars.ContainsKey(used)))
        {
            throw new ArgumentException($"The property {GrammarProperty} must name a grammar of the engine; found '{used}'.", nameof(options));
        }

        return new JobHeader
        {
            Grammar = used,
            PreviousText = context is { Text.Length: > 0 } ? context.Text : null,
            SpeechLanguage = options?.SpeechLanguage,
            TextLanguage = options?.TextLanguage,
            ModelId = options?.ModelId,
        };
    }

    private static SpeechToTextResponseUpdate UpdateOf(ResultPart part, string id, TimeSpan duration)
    {
        SpeechToTextResponseUpdate update = new(part.Text!)
        {
            Kind = part.IsFinal ? SpeechToTextResponseUpdateKind.TextUpdated : SpeechToTextResponseUpdateKind.TextUpdating,
            ResponseId = id,
            StartTime = TimeSpan.FromTicks(part.Start ?? 0),
            EndTime = part.End is { } end ? TimeSpan.FromTicks(end) : duration,
        };
        if (part.Words is { Length: > 0 } words)
        {
            update.AdditionalProperties = new()
            {
                [SpeechWords.Property] = words.Select(word => new SpeechWord(word.Text, TimeSpan.FromTicks(word.Start), TimeSpan.FromTicks(word.End), word.Confidence)).ToArray(),
            };
        }

        return update;
    }

    private static string? Property(SpeechToTextOptions? options, string name) =>
        options?.AdditionalProperties is { } properties && properties.TryGetValue(name, out object? value) ? value as string : null;
}
