using System.Diagnostics;

namespace Cascade.Cli.Detection;

/// <summary>The recording as a whole.</summary>
internal sealed class OfflineDetector(SpeechTimestampsOptions options, bool keepProbabilities) : IDetector
{
    public bool InOnePass => false;

    public TimeSpan? Position => null;

    public async Task<DetectionResult> DetectAsync(AudioInput input, SegmentWriter? segments, CancellationToken cancellationToken)
    {
        long began = Stopwatch.GetTimestamp();
        (SpeechTimestamps found, int unfinishedBytes) = await input.FindTimestampsAsync(options, cancellationToken);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(began);
        if (found is { Samples: 0, Truncation: { } nothing })
        {
            throw nothing; // as in a stream: without a sample there is no answer to print
        }

        if (segments is not null && found.Speech.Count > 0)
        {
            await SegmentCutter.SaveAsync(input, found.Speech, segments, options, cancellationToken);
        }

        return new DetectionResult
        {
            File = input.Name,
            Mode = DetectionMode.Offline,
            Samples = found.Samples,
            Segments = [.. found.Speech.Select(s => new DetectedSegment(s.StartSample, s.EndSample, EndedBy: null))],
            Events = [],
            Probabilities = keepProbabilities ? found.Probabilities : null,
            Elapsed = elapsed,
            Shortfall = found.Truncation is { } truncation ? input.Explain(truncation) : input.ExplainUnfinished(unfinishedBytes),
        };
    }
}
