namespace Cascade.Tests.Managed;

/// <summary>Sounds that no recording holds, each a few seconds long.</summary>
internal static class Signals
{
    private const int SampleRateHz = 16_000;
    private const int Samples = 4 * SampleRateHz;

    public static IEnumerable<(string Name, float[][] Frames)> All =>
    [
        ("digital silence", Create(_ => 0)),
        ("loud noise", Noise(1)),
        ("noise", Noise(0.1)),
        ("the noise of one bit", Noise(1.0 / 32768)),
        ("DC", Create(_ => 0.5)),
        ("DC at full scale", Create(_ => -1)),
        ("a tone", Create(i => 0.3 * Tone(i, 440))),
        ("a clipped tone", Create(i => Math.Clamp(20 * Tone(i, 150), -1, 1))),
        ("clipped speech", [.. Frames.Of(Recording.Conversation).Take(250).Select(frame => Array.ConvertAll(frame, sample => Math.Clamp(50 * sample, -1, 1)))]),
        ("one impulse", Create(i => i == 5000 ? 1 : 0)),
        ("impulses", Create(i => i % 701 == 0 ? 1 : 0)),
        ("the highest frequency", Create(i => i % 2 == 0 ? 0.9 : -0.9)),
        ("a sweep", Create(i => 0.8 * Math.Sin(Math.PI * i * ((double)i / Samples) * 0.5 * 0.999))),
        ("bursts", Create(i => i / 4000 % 2 == 0 ? 0.7 * Tone(i, 220) * Tone(i, 7) : 0)),
    ];

    private static double Tone(int sample, double frequencyHz) => Math.Sin(Math.Tau * frequencyHz * sample / SampleRateHz);

    private static float[][] Noise(double level) => Frames.Of(RandomValues.Floats(7, Samples, level));

    private static float[][] Create(Func<int, double> sample) => Frames.Of([.. Enumerable.Range(0, Samples).Select(i => (float)sample(i))]);
}
