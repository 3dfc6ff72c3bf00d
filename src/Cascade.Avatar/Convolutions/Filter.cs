namespace Cascade.Avatar.Convolutions;

/// <summary>The weights of a convolution, in a file's order. Normalisation is in them.</summary>
internal sealed class Filter
{
    /// <summary>Values of the file: [output, input, down, across], or with outputs and inputs the other way round.</summary>
    public required float[] Values { get; init; }

    public required int Outputs { get; init; }

    public required int Inputs { get; init; }

    public required int Height { get; init; }

    public required int Width { get; init; }

    /// <summary>Whether inputs come first, as transposed convolutions have them.</summary>
    public bool InputsFirst { get; init; }

    /// <summary>The factor of each output: a normalisation that follows.</summary>
    public required float[] Scale { get; init; }

    /// <summary>The sum that each output begins with.</summary>
    public required float[] Bias { get; init; }

    public float At(int output, int input, int y, int x) =>
        Scale[output] * Values[((((InputsFirst ? (input * Outputs) + output : (output * Inputs) + input) * Height) + y) * Width) + x];

    /// <summary>The same with one tap only.</summary>
    public Filter Tap(int y, int x)
    {
        float[] values = new float[Outputs * Inputs];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Values[(((i * Height) + y) * Width) + x];
        }

        return new Filter { Values = values, Outputs = Outputs, Inputs = Inputs, Height = 1, Width = 1, InputsFirst = InputsFirst, Scale = Scale, Bias = Bias };
    }
}
