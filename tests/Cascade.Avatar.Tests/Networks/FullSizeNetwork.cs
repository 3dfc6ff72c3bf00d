namespace Cascade.Avatar.Tests.Networks;

/// <summary>
/// A network of exactly Wav2Lip's size with random weights: for speed, not for lips. Normalisation is folded into the convolutions, as exports have it. Source: the table of layers in Prajwal and
/// others, "A Lip Sync Expert Is All You Need for Speech to Lip Generation In the Wild", 2020, and models/wav2lip.py of the authors.
/// </summary>
internal sealed class FullSizeNetwork
{
    private readonly OnnxFile _file = new();
    private readonly Random _random = new(1);

    private FullSizeNetwork()
    {
    }

    /// <summary>Creates the file, of 145 MB.</summary>
    /// <param name="parameters">Receives the number of its weights: 36.3 million.</param>
    public static byte[] Create(out long parameters)
    {
        FullSizeNetwork network = new();
        network.Build();
        parameters = network._file.Parameters;
        return network._file.ToArray();
    }

    private void Build()
    {
        string mel = _file.Input("mel_spectrogram", OnnxFile.Float, -1, 1, 80, 16);
        string face = _file.Input("video_frames", OnnxFile.Float, -1, 6, 96, 96);

        string voice = Same(Conv(mel, 1, 32), 32, 2);
        voice = Same(Conv(voice, 32, 64, stride: (3, 1)), 64, 2);
        voice = Same(Conv(voice, 64, 128, stride: (3, 3)), 128, 2);
        voice = Same(Conv(voice, 128, 256, stride: (3, 2)), 256, 1);
        voice = Conv(Conv(voice, 256, 512, pad: 0), 512, 512, kernel: 1, pad: 0);

        List<string> features = [Conv(face, 6, 16, kernel: 7, pad: 3)];
        foreach ((int from, int to, int same) in new[] { (16, 32, 2), (32, 64, 3), (64, 128, 2), (128, 256, 2), (256, 512, 1) })
        {
            features.Add(Same(Conv(features[^1], from, to, stride: (2, 2)), to, same));
        }

        features.Add(Conv(Conv(features[^1], 512, 512, pad: 0), 512, 512, kernel: 1, pad: 0));

        string drawn = Join(Conv(voice, 512, 512, kernel: 1, pad: 0), features[6]);
        drawn = Join(Same(Grow(drawn, 1024, 512, isFirst: true), 512, 1), features[5]);
        int index = 5;
        foreach ((int from, int to) in new[] { (1024, 512), (768, 384), (512, 256), (320, 128), (160, 64) })
        {
            drawn = Join(Same(Grow(drawn, from, to), to, 2), features[--index]);
        }

        string colors = Conv(Conv(drawn, 80, 32), 32, 3, kernel: 1, pad: 0, activation: "Sigmoid");
        _file.Output(_file.NodeTo("lips", "Identity", [colors]), OnnxFile.Float, -1, 3, 96, 96);
    }

    private string Conv(string input, int from, int to, int kernel = 3, int pad = 1, (int Down, int Across)? stride = null, string activation = "Relu", bool adds = false)
    {
        string weights = Random(from * kernel * kernel, to, from, kernel, kernel);
        string result = _file.Node(
            "Conv", [input, weights, _file.Weights(new float[to], to)],
            ("kernel_shape", [kernel, kernel]), ("pads", [pad, pad, pad, pad]), ("strides", [stride?.Down ?? 1, stride?.Across ?? 1]));
        return _file.Node(activation, [adds ? _file.Node("Add", [result, input]) : result]);
    }

    // Convolutions that add their input to their result.
    private string Same(string input, int channels, int count)
    {
        for (int i = 0; i < count; i++)
        {
            input = Conv(input, channels, channels, adds: true);
        }

        return input;
    }

    private string Grow(string input, int from, int to, bool isFirst = false)
    {
        string weights = Random(from * 9, from, to, 3, 3);
        long stride = isFirst ? 1 : 2;
        long pad = isFirst ? 0 : 1;
        return _file.Node("Relu", [_file.Node(
            "ConvTranspose", [input, weights, _file.Weights(new float[to], to)],
            ("kernel_shape", [3, 3]), ("pads", [pad, pad, pad, pad]), ("strides", [stride, stride]), ("output_padding", [pad, pad]))]);
    }

    private string Join(string a, string b) => _file.Node("Concat", [a, b], ("axis", [1]));

    // Values keep their size from layer to layer, so that none becomes slow to compute with.
    private string Random(int inputs, params long[] shape)
    {
        float[] weights = new float[shape.Aggregate(1L, (product, dimension) => product * dimension)];
        float range = MathF.Sqrt(3f / inputs);
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] = range * ((2 * _random.NextSingle()) - 1);
        }

        return _file.Weights(weights, shape);
    }
}
