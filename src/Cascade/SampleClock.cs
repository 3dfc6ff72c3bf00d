namespace Cascade;

/// <summary>The clock of all streams: a count of 16 kHz samples, whatever the rate of the input.</summary>
public static class SampleClock
{
    /// <summary>Gets the samples per second.</summary>
    public const int SampleRateHz = 16_000;

    /// <summary>Gets the samples of a frame (32 ms), for which the network gives a probability.</summary>
    public const int FrameSamples = Inference.SileroNetwork.FrameSamples;

    private const long TicksPerSample = TimeSpan.TicksPerSecond / SampleRateHz;

    /// <summary>Returns the exact duration of a count of samples: a sample is 625 ticks.</summary>
    public static TimeSpan ToTime(long samples) => new(samples * TicksPerSample);

    /// <summary>Returns a count of samples in seconds.</summary>
    public static double ToSeconds(long samples) => (double)samples / SampleRateHz;

    /// <summary>Seconds as Python's <c>round(samples / 16000, decimals)</c> gives them: the quotient's nearest double is what is rounded, and ties go to even.</summary>
    internal static double ToSeconds(long samples, int decimals)
    {
        double quotient = (double)samples / SampleRateHz;
        decimal exact = (decimal)samples / SampleRateHz;
        decimal unit = 1m;
        for (int i = 0; i < decimals; i++)
        {
            unit /= 10;
        }

        decimal below = decimal.Floor(exact / unit) * unit;
        bool isTie = exact - below == unit / 2;

        // A tie in decimals is none in binary where the quotient's double lies beside it; the fused multiply-add tells the side without rounding.
        double side = isTie ? Math.FusedMultiplyAdd(quotient, SampleRateHz, -samples) : 0;
        return (double)(side == 0 ? Math.Round(exact, decimals, MidpointRounding.ToEven) : side > 0 ? below + unit : below);
    }

    /// <summary>Returns the whole samples in a duration, rounded down. A tick is forgiven: <see cref="TimeSpan.FromSeconds(double)"/> loses one of 0.348 s, which are 5,568 samples.</summary>
    public static long ToSamples(TimeSpan duration) => (duration.Ticks + 1) / TicksPerSample;

    /// <summary>Returns the smallest number of samples that lasts at least as long as a duration.</summary>
    public static long ToSamplesRoundedUp(TimeSpan duration) => (duration.Ticks + TicksPerSample - 1) / TicksPerSample;
}
