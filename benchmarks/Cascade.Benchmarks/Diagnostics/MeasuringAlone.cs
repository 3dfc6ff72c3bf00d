using System.Diagnostics;
using Cascade.Diagnostics;
using Cascade.Segmentation;

namespace Cascade.Benchmarks.Diagnostics;

/// <summary>Everything that a processor does to measure a chunk of one frame, and nothing else: its cost is too small to be seen beside that of the network.</summary>
internal sealed class MeasuringAlone
{
    private readonly ProcessingTimes _times;
    private readonly StreamDiagnostics _stream;

    public MeasuringAlone()
    {
        StreamProcessorOptions options = new() { Engine = VadEngine.Managed() };
        _times = new ProcessingTimes(new MetricTags(options), CascadeMeter.ChunkDuration, options.TimeProvider, StreamLog.For(options.LoggerFactory));
        _stream = new StreamDiagnostics(options, new Segmenter(new SegmentationSettings(options), options.Results, new SegmentAudio()), _times);
    }

    /// <summary>Microseconds per frame.</summary>
    public double Time(int frames)
    {
        Measure(frames);
        long begin = Stopwatch.GetTimestamp();
        Measure(frames);
        return Stopwatch.GetElapsedTime(begin).TotalMicroseconds / frames;
    }

    private void Measure(int frames)
    {
        for (int i = 0; i < frames; i++)
        {
            long start = _times.Now;
            _stream.Received(Recording.FrameBytes);
            long inferenceStart = _times.BeginInference(isQuick: true);
            _times.Inferred(1, inferenceStart);
            _stream.Advanced(nonFiniteSamples: 0);
            _times.Processed(1, start);
        }
    }
}
