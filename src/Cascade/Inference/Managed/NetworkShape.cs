namespace Cascade.Inference.Managed;

/// <summary>Sizes inside the network; what the outside sees of it stands in <see cref="SileroNetwork"/>.</summary>
internal static class NetworkShape
{
    /// <summary>Taps of each convolution.</summary>
    public const int Taps = 3;

    /// <summary>Samples of one spectrum.</summary>
    public const int WindowSamples = 256;

    /// <summary>Samples from one spectrum to the next.</summary>
    public const int HopSamples = 128;

    /// <summary>Samples that the network mirrors at the end of its input.</summary>
    public const int PadSamples = 64;

    public const int PaddedSamples = SileroNetwork.InputSamples + PadSamples;

    /// <summary>Spectra of one frame.</summary>
    public const int Spectra = ((PaddedSamples - WindowSamples) / HopSamples) + 1;

    /// <summary>Magnitudes of one spectrum.</summary>
    public const int Bins = (WindowSamples / 2) + 1;

    /// <summary>Floats from a spectrum to the next: a multiple of all vectors' lanes. The floats between are zero.</summary>
    public const int BinStride = 144;

    public const int FirstChannels = 128;

    /// <summary>Pairs of columns that the first convolution computes together, and the products that a pair takes.</summary>
    public const int FirstPairs = Spectra / 2;

    public const int FirstProducts = 4;

    public const int SecondChannels = 64;
    public const int ThirdChannels = 64;
    public const int FourthChannels = 128;

    /// <summary>Columns that the second convolution, of stride two, leaves of the four; the third leaves one.</summary>
    public const int SecondColumns = Spectra / 2;

    /// <summary>Gates of an LSTM unit.</summary>
    public const int Gates = 4;

    /// <summary>The input of the recurrence for one frame: the encoder's output, then h.</summary>
    public const int RecurrentInputs = FourthChannels + SileroNetwork.HiddenUnits;

    public const int GateRows = Gates * SileroNetwork.HiddenUnits;
}
