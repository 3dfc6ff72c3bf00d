using Cascade.Inference;

namespace Cascade;

/// <summary>
/// The network itself, for hot loops: a frame of samples in, the probability of speech out, synchronously. A detector keeps the state of one stream and serves one caller at a time; different
/// detectors run in parallel freely. Segments, any format and exact times are <see cref="StreamProcessor"/>'s.
/// </summary>
public sealed class FrameDetector : IDisposable
{
    private readonly IFrameInference _inference;

    /// <summary>Creates a detector and loads the model.</summary>
    /// <param name="engine">The engine; <see cref="VadEngine.Managed"/>, the fastest for single frames, if <see langword="null"/>.</param>
    /// <exception cref="CascadeException">The engine cannot run the model.</exception>
    public FrameDetector(VadEngine? engine = null) => _inference = (engine ?? VadEngine.Managed()).CreateInference(NetworkRate.At16kHz);

    /// <summary>Returns the probability of speech in the next frame of the stream, 0 to 1. Allocates nothing.</summary>
    /// <param name="frame"><see cref="SampleClock.FrameSamples"/> samples, 512, of 16 kHz mono, full scale at 1.</param>
    /// <exception cref="ArgumentException">The frame has another length.</exception>
    public float Detect(ReadOnlySpan<float> frame)
    {
        if (frame.Length != SampleClock.FrameSamples)
        {
            throw new ArgumentException($"A frame has {SampleClock.FrameSamples} samples; found {frame.Length}.", nameof(frame));
        }

        float probability = 0;
        _inference.Infer(frame, new Span<float>(ref probability));
        return probability;
    }

    /// <summary>Forgets all audio: the next frame is the first one of a new stream.</summary>
    public void Reset() => _inference.Reset();

    /// <summary>Frees the model state.</summary>
    public void Dispose() => _inference.Dispose();
}
