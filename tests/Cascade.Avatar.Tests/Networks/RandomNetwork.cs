namespace Cascade.Avatar.Tests.Networks;

/// <summary>Operations with random weights, after which values have the size that they had before.</summary>
internal sealed class RandomNetwork
{
    private readonly Random _random = new(1);

    public OnnxFile File { get; } = new();

    public string Conv(string input, int from, int to, int kernel = 3, int pad = 1, (int Down, int Across)? stride = null) => File.Node(
        "Conv", [input, Weights(from * kernel * kernel, to, from, kernel, kernel), Weights(1, to)],
        ("kernel_shape", [kernel, kernel]), ("pads", [pad, pad, pad, pad]), ("strides", [stride?.Down ?? 1, stride?.Across ?? 1]));

    /// <summary>A transposed convolution: from one pixel to 3 x 3 ones, or one that doubles a plane.</summary>
    public string Grow(string input, int from, int to, bool isFirst)
    {
        long stride = isFirst ? 1 : 2;
        long pad = isFirst ? 0 : 1;
        return File.Node(
            "ConvTranspose", [input, Weights(from * 9, from, to, 3, 3), Weights(1, to)],
            ("kernel_shape", [3, 3]), ("pads", [pad, pad, pad, pad]), ("strides", [stride, stride]), ("output_padding", [pad, pad]));
    }

    public string Activate(string activation, string input) => File.Node(activation, [input]);

    public string Add(string a, string b) => File.Node("Add", [a, b]);

    public string Join(string a, string b) => File.Node("Concat", [a, b], ("axis", [1]));

    public string Normalise(string input, int channels) => File.Node(
        "BatchNormalization", [input, Weights(1, channels), Weights(1, channels), Weights(1, channels), File.Weights([.. Values(channels).Select(value => 0.5f + MathF.Abs(value))], channels)]);

    public string Weights(int inputs, params long[] shape)
    {
        float[] weights = Values((int)shape.Aggregate(1L, (product, dimension) => product * dimension));
        float factor = 1 / MathF.Sqrt(inputs);
        return File.Weights([.. weights.Select(weight => factor * weight)], shape);
    }

    /// <summary>Values with a mean of 0 and a deviation of 1.</summary>
    public float[] Values(int count)
    {
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = MathF.Sqrt(3) * ((2 * _random.NextSingle()) - 1);
        }

        return values;
    }
}
