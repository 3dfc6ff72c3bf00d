namespace Cascade.Avatar.Convolutions;

/// <summary>A convolution of a graph with everything that follows it and is computed with it.</summary>
internal sealed class ConvolutionStep
{
    public required string Input { get; init; }

    /// <summary>The value that the last of its operations gives.</summary>
    public required string Output { get; set; }

    public required Filter Filter { get; init; }

    public required bool IsTransposed { get; init; }

    public required (int Down, int Across) Stride { get; init; }

    public required (int Top, int Left) Pad { get; init; }

    public string? Residual { get; set; }

    public float Floor { get; set; } = float.NegativeInfinity;

    public bool IsSigmoid { get; set; }
}
