using Cascade.Inference.Managed;

namespace Cascade.Avatar.Convolutions;

/// <summary>One step of a network: reads features and writes one.</summary>
internal abstract class Layer
{
    public required Feature Input { get; init; }

    public required Feature Output { get; init; }

    /// <summary>A feature that is added to the result; of the output's shape.</summary>
    public Feature? Residual { get; init; }

    /// <summary>The least value of an output: 0 where a ReLU follows, otherwise negative infinity.</summary>
    public float Floor { get; init; } = float.NegativeInfinity;

    /// <summary>Floats that a run needs for inputs or products at once.</summary>
    public abstract int Block { get; }

    public abstract void Run(Workspace work, int frames);

    /// <summary>Outputs with those that fill the last vector.</summary>
    public static int Padded(int outputs) => (outputs + 15) / 16 * 16;

    /// <summary>The sums that outputs begin with, once for each output pixel that is computed together.</summary>
    protected static AlignedFloats BiasOf(Filter filter, int pixels = 1)
    {
        int padded = Padded(filter.Outputs);
        AlignedFloats bias = new(padded * pixels);
        for (int pixel = 0; pixel < pixels; pixel++)
        {
            filter.Bias.CopyTo(bias.Span[(pixel * padded)..]);
        }

        return bias;
    }
}
