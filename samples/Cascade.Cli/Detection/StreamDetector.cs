using System.Diagnostics;

namespace Cascade.Cli.Detection;

/// <summary>One processor for one input after another.</summary>
internal sealed class StreamDetector : IDetector, IAsyncDisposable
{
    private const ResultKinds Answers = ResultKinds.Segments | ResultKinds.SpeechStarted | ResultKinds.SpeechEnded;

    private readonly StreamProcessor _processor;
    private readonly bool _keepProbabilities;

    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public StreamDetector(StreamProcessorOptions options, bool keepProbabilities)
    {
        _processor = new(options with { Results = keepProbabilities ? Answers | ResultKinds.Frames | ResultKinds.SpeechProgress : Answers });
        _keepProbabilities = keepProbabilities;
    }

    public bool InOnePass => true;

    public TimeSpan? Position => _processor.GetStats().Position;

    public async Task<DetectionResult> DetectAsync(AudioInput input, SegmentWriter? segments, CancellationToken cancellationToken)
    {
        long began = Stopwatch.GetTimestamp();
        Findings found = new(segments);
        string? shortfall = null;
        _processor.Reset(); // the input before may have ended in a fault
        try
        {
            await foreach (CascadeResult result in input.ProcessAsync(_processor, cancellationToken))
            {
                await found.AddAsync(result);
            }
        }
        catch (AudioFormatException fault) when (_processor.GetStats().BytesReceived > 0)
        {
            shortfall = input.Explain(fault); // it comes after all results
        }

        ProcessorStats stats = _processor.GetStats();
        return new DetectionResult
        {
            File = input.Name,
            Mode = DetectionMode.Stream,
            Samples = Pcm.ToSamples(stats.Position),
            Segments = found.Segments,
            Events = found.Events,
            Probabilities = _keepProbabilities ? found.Probabilities : null,
            Elapsed = Stopwatch.GetElapsedTime(began),
            Shortfall = shortfall ?? (input.Raw is { } format ? input.ExplainUnfinished(stats.BytesReceived % format.BytesPerBlock) : null),
        };
    }

    public ValueTask DisposeAsync() => _processor.DisposeAsync();

    private sealed class Findings(SegmentWriter? writer)
    {
        private long _framesEnd;

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
                case SpeechProgress progress:
                    AddProbability(progress, progress.Probability);
                    break;
                case AudioFrame frame:
                    AddProbability(frame, frame.Probability);
                    break;
                case SpeechSegment speech:
                    Segments.Add(new DetectedSegment(speech.StartSample, speech.EndSample, speech.EndedBy));
                    await (writer?.WriteAsync(speech.StartSample, speech.Audio) ?? Task.CompletedTask);
                    break;
            }
        }

        // A frame of open speech comes at once as progress, and again as a frame if it proves to lie outside the segment.
        private void AddProbability(CascadeResult frame, float probability)
        {
            if (frame.StartSample >= _framesEnd)
            {
                Probabilities.Add(probability);
                _framesEnd = frame.EndSample;
            }
        }
    }
}
