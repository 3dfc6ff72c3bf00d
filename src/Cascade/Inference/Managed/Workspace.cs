namespace Cascade.Inference.Managed;

/// <summary>
/// Frames on their way through the network and what the layers hand on, each layer's output frame after frame. It belongs to whoever computes, one thread at
/// a time; no stream's memory is in it between two calls.
/// </summary>
internal sealed class Workspace
{
    private readonly AlignedFloats _samples;

    public Workspace(int frames)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(frames);
        Frames = frames;
        _samples = new AlignedFloats(frames * NetworkShape.PaddedSamples);
        Spectra = new AlignedFloats(frames * NetworkShape.Spectra * NetworkShape.BinStride);
        FirstInputs = new AlignedFloats(frames * NetworkShape.FirstPairs * NetworkShape.FirstProducts * NetworkShape.BinStride);
        FirstProducts = new AlignedFloats(frames * NetworkShape.FirstPairs * NetworkShape.FirstProducts * NetworkShape.FirstChannels);
        First = new AlignedFloats(frames * NetworkShape.Spectra * NetworkShape.FirstChannels);
        Second = new AlignedFloats(frames * NetworkShape.SecondColumns * NetworkShape.SecondChannels);
        Third = new AlignedFloats(frames * NetworkShape.ThirdChannels);
        Recurrent = new AlignedFloats(frames * NetworkShape.RecurrentInputs);
        Gates = new AlignedFloats(frames * NetworkShape.GateRows);
    }

    /// <summary>Frames that have room.</summary>
    public int Frames { get; }

    /// <summary>Context, frame and mirrored samples of each frame.</summary>
    public ref float Samples => ref _samples.First;

    public AlignedFloats Spectra { get; }

    /// <summary>Of each pair of columns the combinations that the first convolution's filters meet.</summary>
    public AlignedFloats FirstInputs { get; }

    /// <summary>Of each pair of columns the products that its outputs are made of.</summary>
    public AlignedFloats FirstProducts { get; }

    public AlignedFloats First { get; }

    public AlignedFloats Second { get; }

    public AlignedFloats Third { get; }

    /// <summary>Of each frame the fourth convolution's output, then the stream's h.</summary>
    public AlignedFloats Recurrent { get; }

    public AlignedFloats Gates { get; }

    /// <summary>Rows of a group of spectra inside the Fourier transform.</summary>
    public AlignedFloats Transform { get; } = new(Layers.SpectrumTables.ScratchFloats);

    /// <summary>Where the caller writes the new samples of a frame.</summary>
    public Span<float> Frame(int index) => Padded(index).Slice(SileroNetwork.ContextSamples, SileroNetwork.FrameSamples);

    /// <summary>All samples that the network sees for a frame.</summary>
    public Span<float> Padded(int index) => _samples.Span.Slice(index * NetworkShape.PaddedSamples, NetworkShape.PaddedSamples);
}
