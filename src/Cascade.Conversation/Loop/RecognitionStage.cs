using System.Text;
using Microsoft.Extensions.AI;

namespace Cascade.Dialogue;

/// <summary>Speech to text, and the judgement whether the turn is over.</summary>
internal static class RecognitionStage
{
    private static readonly TimeSpan LongestJudgement = TimeSpan.FromMilliseconds(300);

    public static async Task RunAsync(StageContext context, RecognitionJob job, ConversationOptions options, byte[] wav, string before)
    {
        string text = "";
        long began = context.Time.GetTimestamp();
        bool isDone = false;
        await context.GuardAsync(job, ConversationStage.Recognition, async () =>
        {
            TimeSpan length = SampleClock.ToTime(wav.Length / 2);
            job.Recognition.Begin("recognitionTimeout", options.Timeouts.Recognition + (length / 2));
            text = await RecogniseAsync(context, job, options, wav).ConfigureAwait(false);
            job.Recognition.End();
            await context.PostAsync(new Recognised(job, text, context.Time.GetElapsedTime(began))).ConfigureAwait(false);
            isDone = true;
        }).ConfigureAwait(false);
        job.Recognition.End();
        string whole = $"{before} {text}".Trim();
        if (!isDone || job.CutFrames is not null || whole.Length == 0 || options.TurnDetector is not { } detector)
        {
            return;
        }

        await context.GuardAsync(job, ConversationStage.TurnDetection, async () =>
        {
            TurnEvidence evidence = new() { Text = whole, Audio = wav.AsMemory(44), Duration = SampleClock.ToTime(wav.Length / 2) };
            job.Detection.Begin("turnDetectionTimeout", LongestJudgement);
            float ended = await detector.PredictEndAsync(evidence, job.Token).ConfigureAwait(false);
            job.Detection.End();
            await context.PostAsync(new Judged(job, Math.Clamp(float.IsNaN(ended) ? 0.5f : ended, 0, 1))).ConfigureAwait(false);
        }).ConfigureAwait(false);
        job.Detection.End();
    }

    private static async Task<string> RecogniseAsync(StageContext context, RecognitionJob job, ConversationOptions options, byte[] wav)
    {
        SpeechToTextOptions? given = options.SpeechToText?.Clone();
        if (!context.RecognisesWhole)
        {
            try
            {
                using MemoryStream stream = new(wav, writable: false);
                return await ReadAsync(context.SpeechToText.GetStreamingTextAsync(stream, given, job.Token), job.Token).ConfigureAwait(false);
            }
            catch (NotSupportedException)
            {
                context.RecognisesWhole = true; // such as OpenAI's whisper-1
            }
        }

        using MemoryStream whole = new(wav, writable: false);
        SpeechToTextResponse response = await context.SpeechToText.GetTextAsync(whole, given, job.Token).ConfigureAwait(false);
        job.Token.ThrowIfCancellationRequested();
        return Clean(response.Text);
    }

    // Final texts are the parts of the whole; where a client gives none, its last intermediate texts are.
    private static async Task<string> ReadAsync(IAsyncEnumerable<SpeechToTextResponseUpdate> updates, CancellationToken cancellationToken)
    {
        StringBuilder final = new();
        string updating = "";
        bool hasFinal = false;
        await foreach (SpeechToTextResponseUpdate update in updates.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (update.Kind == SpeechToTextResponseUpdateKind.Error || update.Contents.OfType<ErrorContent>().Any())
            {
                throw new StageException("recognitionFailed", $"The speech-to-text client reported an error: {update.Contents.OfType<ErrorContent>().FirstOrDefault()?.Message ?? update.Text}");
            }

            if (update.Kind == SpeechToTextResponseUpdateKind.TextUpdated)
            {
                hasFinal = true;
                final.Append(' ').Append(update.Text);
            }
            else if (update.Kind == SpeechToTextResponseUpdateKind.TextUpdating)
            {
                updating = update.Text.StartsWith(updating, StringComparison.Ordinal) ? update.Text : updating + update.Text;
            }
        }

        cancellationToken.ThrowIfCancellationRequested(); // clients that end silently when canceled, such as Whisper.net
        return Clean(hasFinal ? final.ToString() : updating);
    }

    private static string Clean(string text) =>
        string.Join(' ', new string([.. text.Where(c => !char.IsControl(c) || char.IsWhiteSpace(c))]).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
