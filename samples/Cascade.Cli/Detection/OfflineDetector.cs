using System.Diagnostics;

namespace Cascade.Cli.Detection;

/// <summary>The recording as a whole.</summary>
internal sealed class OfflineDetector(SpeechTimestampsOptions options, bool keepProbabilities) : IDetector
{
    public TimeSpan? Position => null;

    public async Task<DetectionResult> DetectAsync(string path, SegmentWriter? segments, CancellationToken cancellationToken)
    {
        long began = Stopwatch.GetTimestamp();
        SpeechTimestamps found = await SpeechTimestamps.FromFileAsync(path, options, cancellationToken);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(began);
        if (found is { Samples: 0, Truncation: { } nothing })
        {
            throw nothing; // as in a stream: without a sample there is no answer to print
        }

        if (segments is not null)
        {
            await SaveAsync(path, found.Speech, segments, cancellationToken);
        }

        return new DetectionResult
        {
            File = path,
            Mode = DetectionMode.Offline,
            Samples = found.Samples,
            Segments = [.. found.Speech.Select(s => new DetectedSegment(s.StartSample, s.EndSample, EndedBy: null))],
            Events = [],
            Probabilities = keepProbabilities ? found.Probabilities : null,
            Elapsed = elapsed,
            Truncation = found.Truncation,
        };
    }

    private static async Task SaveAsync(string path, IReadOnlyList<SpeechTimestamp> speech, SegmentWriter segments, CancellationToken cancellationToken)
    {
        await using FileStream file = File.OpenRead(path);
        long samplesStart = await WavSamples.FindAsync(file, cancellationToken);
        foreach (SpeechTimestamp stretch in speech)
        {
            byte[] audio = new byte[(stretch.EndSample - stretch.StartSample) * Pcm.BytesPerSample];
            file.Position = samplesStart + (stretch.StartSample * Pcm.BytesPerSample);
            await file.ReadExactlyAsync(audio, cancellationToken);
            await segments.WriteAsync(stretch.StartSample, audio);
        }
    }
}
