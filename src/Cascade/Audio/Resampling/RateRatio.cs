using System.Diagnostics;

namespace Cascade.Audio.Resampling;

/// <summary>
/// The exact ratio between an input's rate and ours, in lowest terms: <see cref="Up"/> output samples last as long as <see cref="Down"/>
/// input samples. All arithmetic is in whole numbers, so nothing drifts; it overflows after 47 years of the fastest input.
/// </summary>
internal readonly record struct RateRatio
{
    public RateRatio(int inputRateHz)
    {
        Debug.Assert(inputRateHz > 0, "Rates are validated with the format.");
        int divisor = GreatestCommonDivisor(inputRateHz, SampleClock.SampleRateHz);
        InputRateHz = inputRateHz;
        Up = SampleClock.SampleRateHz / divisor;
        Down = inputRateHz / divisor;
    }

    public int InputRateHz { get; }

    public int Up { get; }

    public int Down { get; }

    public bool IsIdentity => Up == Down;

    /// <summary>
    /// The output samples whose time lies before the end of that many input samples: the length of the output, rounded up.
    /// </summary>
    public long OutputsWithin(long inputs) => CeilingDivide(inputs * Up, Down);

    /// <summary>
    /// The first input sample that is not before an output sample. Half-open ranges that touch in the output touch in the input.
    /// </summary>
    public long FirstInputFrom(long output) => CeilingDivide(output * Down, Up);

    private static long CeilingDivide(long value, long divisor) => (value + divisor - 1) / divisor;

    private static int GreatestCommonDivisor(int a, int b) => b == 0 ? a : GreatestCommonDivisor(b, a % b);
}
