using System.Runtime.InteropServices;

namespace Cascade.Cli.Bench;

/// <summary>
/// What the streams of the benchmark hear, always the same: a buzz in the rhythm of syllables, with pauses between phrases, over quiet noise. Most of its frames count as speech,
/// so that segments are built and handed out; what the network computes does not depend on what it hears.
/// </summary>
internal static class BenchSignal
{
    public const int FrameBytes = 1024;
    private const int Frames = 625; // 20 s
    private const double PhraseSeconds = 2.5;
    private const double SpokenShare = 0.8;

    /// <summary>16 kHz mono PCM16, whole frames.</summary>
    public static byte[] Create()
    {
        byte[] bytes = new byte[Frames * FrameBytes];
        Span<short> samples = MemoryMarshal.Cast<byte, short>(bytes.AsSpan());
        Random noise = new(1);
        double phase = 0;
        for (int i = 0; i < samples.Length; i++)
        {
            double t = i / 16_000.0;
            phase += (120 + (25 * Math.Sin(2 * Math.PI * 0.7 * t))) / 16_000.0;
            double syllable = Math.Max(0, Math.Sin(2 * Math.PI * 3.7 * t));
            double buzz = Enumerable.Range(1, 24).Sum(n => Math.Sin(2 * Math.PI * n * phase) * Formants(120.0 * n, t));
            double loudness = t % PhraseSeconds < SpokenShare * PhraseSeconds ? 3000 * syllable : 0;
            samples[i] = (short)Math.Clamp((loudness * buzz) + (60 * (noise.NextDouble() - 0.5)), short.MinValue, short.MaxValue);
        }

        return bytes;
    }

    // Two resonances that wander as those of vowels do.
    private static double Formants(double hertz, double t) =>
        Resonance(hertz, 500 + (200 * Math.Sin(2 * Math.PI * 1.3 * t))) + (0.6 * Resonance(hertz, 1500 + (500 * Math.Sin(2 * Math.PI * 0.9 * t))));

    private static double Resonance(double hertz, double centre) => 1 / (1 + Math.Pow((hertz - centre) / 90, 2));
}
