using System.Numerics.Tensors;
using Cascade.Snapshots;

namespace Cascade.Framing;

/// <summary>
/// Amplifies quiet frames for the network, by powers of two: so a frame is given back to the bit as it was. The level is that of the loudest frame, forgotten by 1 dB a second. Speech at -56 dBFS
/// and above is left as it is. The figures were chosen on mixtures of labelled speech with noise, babble and music: see docs/tuning.md.
/// </summary>
internal sealed class AutomaticGain
{
    private const double Target = 0.0025; // -52 dBFS: the network hears best from -56 to -36
    private const int MaximumDoublings = 7; // 42 dB
    private static readonly double Decay = Math.Pow(10, -SampleClock.ToSeconds(SampleClock.FrameSamples) / 20);

    private readonly Queue<float> _factors = new(); // of the frames that are on their way
    private double _level = Target;
    private double _levelBefore;

    /// <summary>Amplifies the next frames of the stream in place.</summary>
    public void Amplify(Span<float> frames, int frameSamples)
    {
        for (; !frames.IsEmpty; frames = frames[frameSamples..])
        {
            Span<float> frame = frames[..frameSamples];
            _levelBefore = _level;
            _level = Math.Max(Level(frame), _level * Decay);
            float factor = 1 << (int)Math.Clamp(Math.Log2(Target / _level), 0, MaximumDoublings);
            _factors.Enqueue(factor);
            Multiply(frame, factor);
        }
    }

    /// <summary>Makes the oldest amplified frame again what it was.</summary>
    public void Restore(Span<float> frame)
    {
        if (_factors.TryDequeue(out float factor))
        {
            Multiply(frame, 1 / factor);
        }
    }

    /// <summary>Makes the only amplified frame again what it was, and forgets its level: it will be read once more.</summary>
    public void TakeBack(Span<float> frame)
    {
        Restore(frame);
        _level = _levelBefore;
    }

    public void Save(SnapshotWriter writer) => writer.Double(_level);

    public void Restore(ref SnapshotReader reader)
    {
        _level = reader.Double();
        SnapshotReader.Expect(double.IsFinite(_level) && _level >= 0, "the level", "a finite number, not below 0", _level);
    }

    // In one order on every machine, so that results are the same.
    private static double Level(ReadOnlySpan<float> frame)
    {
        double sum = 0;
        foreach (float sample in frame)
        {
            sum += (double)sample * sample;
        }

        return Math.Sqrt(sum / frame.Length);
    }

    private static void Multiply(Span<float> frame, float factor)
    {
        if (factor != 1)
        {
            TensorPrimitives.Multiply(frame, factor, frame);
        }
    }
}
