using System.Diagnostics;

namespace Cascade.Cli.Detection;

/// <summary>The recording as a whole.</summary>
internal sealed class OfflineDetector(SpeechTimestampsOptions options, VadEngine engine, bool keepProbabilities) : IDetector
{
    public bool SavesInSecondPass => true;

    public async Task<DetectionResult> DetectAsync(AudioInput input, AudioSource source, SegmentWriter? segments, CancellationToken cancellationToken)
    {
        long began = Stopwatch.GetTimestamp();
        SpeechTimestamps found = await SpeechTimestamps.DetectAsync(source.Pcm, source.Format, options, engine, cancellationToken);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(began);
        if (segments is not null && found.Speech.Count > 0)
        {
            await SegmentCutter.SaveAsync(input, found.Speech, segments, cancellationToken);
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
            Shortfall = source.Shortfall,
        };
    }
}
