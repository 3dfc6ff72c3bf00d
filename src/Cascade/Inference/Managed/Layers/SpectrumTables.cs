namespace Cascade.Inference.Managed.Layers;

/// <summary>The constants of the Fourier transform.</summary>
internal sealed class SpectrumTables
{
    /// <summary>Complex points: the even samples are the real parts, the odd ones the imaginary.</summary>
    public const int Points = NetworkShape.WindowSamples / 2;

    /// <summary>Rows of the widest vectors: the points' two parts, then the magnitudes, a multiple of four.</summary>
    public const int ScratchFloats = 16 * (NetworkShape.WindowSamples + NetworkShape.Bins + 3);

    public SpectrumTables(ReadOnlySpan<float> window)
    {
        // Separating the two real transforms from the complex one takes a factor of one half, which the window can carry.
        Window = new float[NetworkShape.WindowSamples];
        for (int n = 0; n < Window.Length; n++)
        {
            Window[n] = window[n] / 2;
        }

        // Multiples of a 256th of a turn, of which there are three quarters in a radix-4 stage's third factor.
        Cosines = new float[NetworkShape.WindowSamples];
        Sines = new float[NetworkShape.WindowSamples];
        for (int n = 0; n < Cosines.Length; n++)
        {
            (double sine, double cosine) = Math.SinCos(Math.Tau * n / Cosines.Length);
            Cosines[n] = (float)cosine;
            Sines[n] = (float)sine;
        }

        // A radix-4 stage leaves in its q-th quarter the frequencies 4m + q, the last, radix-2, one in its q-th half the frequencies 2m + q.
        Positions = new int[Points];
        for (int k = 0; k < Points; k++)
        {
            Positions[k] = ((k & 3) * 32) + (((k >> 2) & 3) * 8) + (((k >> 4) & 3) * 2) + (k >> 6);
        }
    }

    /// <summary>Half the analysis window.</summary>
    public float[] Window { get; }

    /// <summary>cos(2 pi n / 256).</summary>
    public float[] Cosines { get; }

    /// <summary>sin(2 pi n / 256).</summary>
    public float[] Sines { get; }

    /// <summary>Where the transform leaves each frequency.</summary>
    public int[] Positions { get; }
}
