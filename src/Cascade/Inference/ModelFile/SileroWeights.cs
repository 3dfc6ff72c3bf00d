namespace Cascade.Inference.ModelFile;

/// <summary>The constants of a Silero network for 16 kHz, in the graph's order of layers.</summary>
internal sealed record SileroWeights
{
    /// <summary>The window of the Fourier transform.</summary>
    public required float[] Window { get; init; }

    public required ConvolutionWeights First { get; init; }

    public required ConvolutionWeights Second { get; init; }

    public required ConvolutionWeights Third { get; init; }

    public required ConvolutionWeights Fourth { get; init; }

    public required LstmWeights Lstm { get; init; }

    public required ConvolutionWeights Output { get; init; }
}
