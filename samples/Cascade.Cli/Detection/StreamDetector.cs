using System.Diagnostics;

namespace Cascade.Cli.Detection;

/// <summary>A processor for each input.</summary>
internal sealed class StreamDetector(StreamProcessorOptions options, bool keepProbabilities) : IDetector
{
    private const ResultKinds Answers = ResultKinds.Segments | ResultKinds.SpeechStarted | ResultKinds.SpeechEnded;

    public bool SavesInSecondPass => false;

    public async Task<DetectionResult> DetectAsync(AudioInput input, AudioSource source, SegmentWriter? segments, CancellationToken cancellationToken)
    {
        long began = Stopwatch.GetTimestamp();
        await using StreamProcessor processor = new(options with
        {
            InputFormat = source.Format,
            Audio = segments is null ? ResultAudio.None : ResultAudio.Pcm16Mono,
            Speech = options.Speech with { Results = keepProbabilities ? Answers | ResultKinds.Probabilities : Answers },
        });
        Findings found = new(segments);
        string? shortfall = null;
        try
        {
            await foreach (CascadeResult result in processor.ProcessStreamAsync(source.Pcm, cancellationToken))
            {
                await found.AddAsync(result);
            }
        }
        catch (AudioFormatException fault) when (processor.GetStats().BytesReceived > 0)
        {
            shortfall = fault.Message; // a decoder gave up on the way; what came before it counts
            foreach (CascadeResult result in await processor.FlushAsync(cancellationToken))
            {
                await found.AddAsync(result);
            }
        }

        return new DetectionResult
        {
            File = input.Name,
            Mode = DetectionMode.Stream,
            Samples = SampleClock.ToSamples(processor.GetStats().Position),
            Segments = found.Segments,
            Events = found.Events,
            Probabilities = keepProbabilities ? found.Probabilities : null,
            Elapsed = Stopwatch.GetElapsedTime(began),
            Shortfall = shortfall ?? source.Shortfall,
        };
    }

    private sealed class Findings(SegmentWriter? writer)
    {
        public List<DetectedSegment> Segments { get; } = [];

        public List<DetectedEvent> Events { get; } = [];

        public List<float> Probabilities { get; } = [];

        public async ValueTask AddAsync(CascadeResult result)
        {
            switch (result)
            {
                case SpeechStarted started:
                    Events.Add(new DetectedEvent(IsStart: true, started.Onset));
                    break;
                case SpeechEnded ended:
                    Events.Add(new DetectedEvent(IsStart: false, ended.Offset));
                    break;
                case FrameProbability frame:
                    Probabilities.Add(frame.Probability);
                    break;
                case SpeechSegment speech:
                    Segments.Add(new DetectedSegment(speech.StartSample, speech.EndSample, speech.EndedBy));
                    await (writer?.WriteAsync(speech.StartSample, speech.Audio, speech.Format) ?? Task.CompletedTask);
                    break;
            }
        }
    }
}
