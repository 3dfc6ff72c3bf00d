using System.Diagnostics;

namespace Cascade.Cli.Detection;

/// <summary>A processor for each input, or for each of its channels.</summary>
internal sealed class StreamDetector(StreamProcessorOptions options, bool keepProbabilities, bool eachChannel) : IDetector
{
    private const ResultKinds Answers = ResultKinds.Segments | ResultKinds.SpeechStarted | ResultKinds.SpeechEnded;

    public bool SavesInSecondPass => false;

    public async Task<DetectionResult> DetectAsync(AudioInput input, AudioSource source, SegmentWriter? segments, CancellationToken cancellationToken)
    {
        long began = Stopwatch.GetTimestamp();
        StreamProcessorOptions settings = options with
        {
            InputFormat = source.Format,
            Audio = segments is null ? ResultAudio.None : ResultAudio.Pcm16Mono, // the audio of speech without an end would fill any memory
            Speech = options.Speech with { Results = keepProbabilities ? Answers | ResultKinds.Probabilities : Answers },
        };
        Findings found = new(segments, eachChannel);
        ProcessorStats stats;
        string? shortfall;
        if (eachChannel)
        {
            await using ChannelProcessor processor = new(settings);
            shortfall = await found.AddAllAsync(processor.ProcessStreamAsync(source.Pcm, cancellationToken), () => processor.FlushAsync(cancellationToken), () => processor.GetStats(0));
            stats = processor.GetStats(0);
        }
        else
        {
            await using StreamProcessor processor = new(settings);
            shortfall = await found.AddAllAsync(processor.ProcessStreamAsync(source.Pcm, cancellationToken), () => processor.FlushAsync(cancellationToken), processor.GetStats);
            stats = processor.GetStats();
        }

        return new DetectionResult
        {
            File = input.Name,
            Mode = DetectionMode.Stream,
            Samples = SampleClock.ToSamples(stats.Position),
            Segments = found.Segments,
            Events = found.Events,
            Probabilities = keepProbabilities ? found.Probabilities : null,
            Elapsed = Stopwatch.GetElapsedTime(began),
            Channel = source.Format.Channel,
            Shortfall = shortfall ?? source.Shortfall,
            UnreadBytes = source.UnreadBytes,
        };
    }

    private sealed class Findings(SegmentWriter? writer, bool namesChannel)
    {
        public List<DetectedSegment> Segments { get; } = [];

        public List<DetectedEvent> Events { get; } = [];

        public List<float> Probabilities { get; } = [];

        /// <returns>What is missing: a decoder may give up on the way; what came before it counts.</returns>
        public async Task<string?> AddAllAsync(IAsyncEnumerable<CascadeResult> results, Func<ValueTask<IReadOnlyList<CascadeResult>>> flush, Func<ProcessorStats> stats)
        {
            try
            {
                await foreach (CascadeResult result in results)
                {
                    await AddAsync(result);
                }

                return null;
            }
            catch (AudioFormatException fault) when (stats().BytesReceived > 0)
            {
                foreach (CascadeResult result in await flush())
                {
                    await AddAsync(result);
                }

                return fault.Message;
            }
        }

        private async ValueTask AddAsync(CascadeResult result)
        {
            int? channel = namesChannel ? result.Channel : null;
            switch (result)
            {
                case SpeechStarted started:
                    Events.Add(new DetectedEvent(IsStart: true, started.Onset, channel));
                    break;
                case SpeechEnded ended:
                    Events.Add(new DetectedEvent(IsStart: false, ended.Offset, channel));
                    break;
                case FrameProbability frame:
                    Probabilities.Add(frame.Probability);
                    break;
                case SpeechSegment speech:
                    Segments.Add(new DetectedSegment(speech.StartSample, speech.EndSample, speech.EndedBy, channel));
                    await (writer?.WriteAsync(speech.StartSample, speech.Audio, speech.Format, channel) ?? Task.CompletedTask);
                    break;
            }
        }
    }
}
