using Cascade.Cli.Detection;
using Cascade.Cli.Output;
using Microsoft.Extensions.AI;

namespace Cascade.Cli.Speech;

/// <summary>Recognizes one input.</summary>
internal sealed class Transcription(SpeechWorkers workers, AudioInput input, int concurrency)
{
    /// <summary>Takes the faults.</summary>
    public Action<string> Tell { get; init; } = fault => ErrorLine.Write(fault, ExitCode.BadInput);

    /// <summary>Shows how far the work is, and ends with it in any way.</summary>
    public Func<string, Task, Func<(TimeSpan Position, TimeSpan? Length)>, Task> Show { get; init; } = (title, work, progress) => ProgressBar.ShowAsync(title, work, progress);

    /// <summary>Writes the lines as they become known; those of channels apart when all are known, in the order of time.</summary>
    /// <returns>Whether all of it could be recognized; the faults were told.</returns>
    public async Task<bool> RunAsync(bool channelsApart, TranscriptWriter writer, CancellationToken cancellationToken)
    {
        if (!channelsApart)
        {
            return await HearAsync(channel: null, writer.Add, cancellationToken);
        }

        int channels;
        await using (AudioSource source = await input.OpenAsync(cancellationToken))
        {
            channels = source.Format.Channels;
        }

        bool isWhole = true;
        List<TranscriptLine> lines = [];
        for (int channel = 0; channel < channels; channel++)
        {
            isWhole &= await HearAsync(channel, lines.Add, cancellationToken);
        }

        foreach (TranscriptLine line in lines.OrderBy(line => line.Start))
        {
            writer.Add(line);
        }

        return isWhole;
    }

    private async Task<bool> HearAsync(int? channel, Action<TranscriptLine> add, CancellationToken cancellationToken)
    {
        await using AudioSource source = await input.OpenAsync(cancellationToken);
        AudioFormat format = channel is null ? source.Format : source.Format with { Channel = channel };
        Task<bool> hearing = HearAsync(source.Pcm, format, channel, add, cancellationToken);
        await Show(input.Name, hearing, () => (source.Position, source.Duration));
        bool isWhole = await hearing;
        if (source.Shortfall is { } shortfall)
        {
            Tell(input.Explain(shortfall));
            isWhole = false;
        }

        return isWhole;
    }

    private async Task<bool> HearAsync(Stream pcm, AudioFormat format, int? channel, Action<TranscriptLine> add, CancellationToken cancellationToken)
    {
        SpeechDetectionOptions options = new() { IsHeaderless = true, MaximumConcurrency = concurrency, ReportsErrors = true };
        options = options with { Detection = options.Detection with { InputFormat = format } };
        ISpeechToTextClient client = new SpeechToTextClientBuilder(workers).UseVoiceActivityDetection(options).Build();
        bool isWhole = true;
        await foreach (SpeechToTextResponseUpdate update in client.GetStreamingTextAsync(pcm, options: null, cancellationToken))
        {
            if (update.Kind == SpeechToTextResponseUpdateKind.TextUpdated)
            {
                add(new TranscriptLine(update.StartTime!.Value, update.EndTime!.Value, channel, update.Text, SpeechWords.Of(update.AdditionalProperties)));
            }
            else if (update.Kind == SpeechToTextResponseUpdateKind.Error)
            {
                Tell(input.Explain($"{update.StartTime} to {update.EndTime}: {update.Contents.OfType<ErrorContent>().First().Message}"));
                isWhole = false;
            }
        }

        return isWhole;
    }
}
