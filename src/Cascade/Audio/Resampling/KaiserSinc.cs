namespace Cascade.Audio.Resampling;

/// <summary>
/// The prototype of the low-pass filter: a sinc in a Kaiser window, as a function of continuous time. Times are in samples of the slower of
/// the two rates, which is the one whose band limits the signal.
/// <para>
/// The three constants were searched together for the shortest filter that is flat within 0.03 dB up to 7/8 of the slower rate's Nyquist
/// frequency and has at least 92 dB of attenuation from 9/8 of it on. At 16 kHz: 7.0 kHz and 9.0 kHz, in fact from 8.8 kHz, which is what
/// would alias below 7.2 kHz. The transition is centred below Nyquist because the passband may ripple a hundred times more than the
/// stopband, and so begins nearer.
/// </para>
/// </summary>
internal static class KaiserSinc
{
    /// <summary>The prototype is 0 from here on, to both sides.</summary>
    public const double HalfWidth = 24;

    /// <summary>The middle of the transition band, as a fraction of Nyquist.</summary>
    private const double Cutoff = 0.975;

    /// <summary>The Kaiser window's shape: the higher, the deeper the stopband and the wider the transition.</summary>
    private const double Beta = 9.3;

    private static readonly double BesselOfBeta = BesselI0(Beta);

    public static double At(double time)
    {
        double position = time / HalfWidth;
        if (Math.Abs(position) >= 1)
        {
            return 0;
        }

        return Sinc(Cutoff * time) * BesselI0(Beta * Math.Sqrt(1 - position * position)) / BesselOfBeta;
    }

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);

    /// <summary>
    /// The modified Bessel function of the first kind and order zero, by its power series (Abramowitz and Stegun 9.6.12).
    /// </summary>
    private static double BesselI0(double x)
    {
        double sum = 1;
        double term = 1;
        for (int k = 1; term > sum * 1e-17; k++)
        {
            double factor = x / (2 * k);
            term *= factor * factor;
            sum += term;
        }

        return sum;
    }
}
