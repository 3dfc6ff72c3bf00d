namespace Cascade.Avatar.Convolutions;

/// <summary>
/// A convolution of some outputs in a row, with fewer multiplications than outputs times taps: input and taps are transformed into as many points as the tile has inputs, multiplied point by point, and the
/// products transformed into outputs. In two dimensions one tile works down and another one across. Source: Winograd, "Arithmetic Complexity of Computations", 1980; Lavin and Gray, "Fast Algorithms for
/// Convolutional Neural Networks", 2015.
/// </summary>
internal interface ITile
{
    /// <summary>Outputs of a tile.</summary>
    static abstract int Size { get; }

    /// <summary>Taps of the convolution.</summary>
    static abstract int Taps { get; }

    /// <summary>Inputs of a tile, which are as many as its points: outputs and taps less one.</summary>
    static abstract int Points { get; }

    /// <summary>The transform of the taps: a row for each point.</summary>
    static abstract ReadOnlySpan<float> TapTransform { get; }

    /// <summary>Transforms inputs into points, for eight channels at once.</summary>
    static abstract void ToPoints(ref float source, nuint from, ref float target, nuint to);

    /// <summary>Transforms products into outputs, for eight channels at once.</summary>
    static abstract void ToOutputs(ref float source, nuint from, ref float target, nuint to);
}
