namespace Cascade.Visemes.Mel;

/// <summary>Slaney's mel bands over the magnitudes: triangles of equal area between 55 and 7,600 Hz, and the scale of Wav2Lip.</summary>
internal sealed class MelBank
{
    /// <summary>Bands out.</summary>
    public const int Bands = 80;

    private const double LowestHz = 55;
    private const double HighestHz = 7600;

    /// <summary>Slaney's scale is linear below 1 kHz, 3 mel for 200 Hz, and logarithmic above: 27 mel for a factor of 6.4.</summary>
    private const double LinearHzPerMel = 200.0 / 3;
    private const double BreakHz = 1000;
    private const double BreakMel = BreakHz / LinearHzPerMel;

    private static readonly double s_logStep = Math.Log(6.4) / 27;

    private readonly int[] _firstBins = new int[Bands];
    private readonly double[][] _weights = new double[Bands][];

    private MelBank()
    {
        double lowest = ToMel(LowestHz);
        double step = (ToMel(HighestHz) - lowest) / (Bands + 1);
        for (int band = 0; band < Bands; band++)
        {
            double left = ToHz(lowest + (step * band));
            double middle = ToHz(lowest + (step * (band + 1)));
            double right = ToHz(lowest + (step * (band + 2)));
            _firstBins[band] = (int)Math.Ceiling(left / BinHz);
            _weights[band] = new double[(int)Math.Floor(right / BinHz) - _firstBins[band] + 1];
            for (int i = 0; i < _weights[band].Length; i++)
            {
                double hz = (_firstBins[band] + i) * BinHz;
                double height = Math.Min((hz - left) / (middle - left), (right - hz) / (right - middle));
                _weights[band][i] = height * 2 / (right - left);
            }
        }
    }

    /// <summary>Gets the one bank: immutable.</summary>
    public static MelBank Shared { get; } = new();

    private static double BinHz => (double)SampleClock.SampleRateHz / SpectrumTransform.Size;

    /// <summary>Writes the bands of a spectrum on Wav2Lip's scale, −4 to 4.</summary>
    public void Apply(ReadOnlySpan<double> magnitudes, Span<float> bands)
    {
        for (int band = 0; band < Bands; band++)
        {
            double sum = 0;
            int first = _firstBins[band];
            double[] weights = _weights[band];
            for (int i = 0; i < weights.Length; i++)
            {
                sum += weights[i] * magnitudes[first + i];
            }

            double decibels = (20 * Math.Log10(Math.Max(1e-5, sum))) - 20;
            bands[band] = (float)Math.Clamp((8 * (decibels + 100) / 100) - 4, -4, 4);
        }
    }

    private static double ToMel(double hz) => hz < BreakHz ? hz / LinearHzPerMel : BreakMel + (Math.Log(hz / BreakHz) / s_logStep);

    private static double ToHz(double mel) => mel < BreakMel ? mel * LinearHzPerMel : BreakHz * Math.Exp(s_logStep * (mel - BreakMel));
}
