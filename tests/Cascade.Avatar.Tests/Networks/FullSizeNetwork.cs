namespace Cascade.Avatar.Tests.Networks;

/// <summary>
/// A network of exactly Wav2Lip's size with random weights: for speed, not for lips. Normalisation is folded into the convolutions, as exports have it. Source: the table of layers in Prajwal and
/// others, "A Lip Sync Expert Is All You Need for Speech to Lip Generation In the Wild", 2020, and models/wav2lip.py of the authors.
/// </summary>
internal sealed class FullSizeNetwork
{
    private readonly RandomNetwork _net = new();

    private FullSizeNetwork()
    {
    }

    /// <summary>Creates the file, of 145 MB.</summary>
    /// <param name="parameters">Receives the number of its weights: 36.3 million.</param>
    public static byte[] Create(out long parameters)
    {
        FullSizeNetwork network = new();
        network.Build();
        parameters = network._net.File.Parameters;
        return network._net.File.ToArray();
    }

    private void Build()
    {
        string mel = _net.File.Input("mel_spectrogram", OnnxFile.Float, -1, 1, 80, 16);
        string face = _net.File.Input("video_frames", OnnxFile.Float, -1, 6, 96, 96);

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

        string drawn = _net.Join(Conv(voice, 512, 512, kernel: 1, pad: 0), features[6]);
        drawn = _net.Join(Same(Grow(drawn, 1024, 512, isFirst: true), 512, 1), features[5]);
        int index = 5;
        foreach ((int from, int to) in new[] { (1024, 512), (768, 384), (512, 256), (320, 128), (160, 64) })
        {
            drawn = _net.Join(Same(Grow(drawn, from, to), to, 2), features[--index]);
        }

        string colors = Conv(Conv(drawn, 80, 32), 32, 3, kernel: 1, pad: 0, activation: "Sigmoid");
        _net.File.Output(_net.File.NodeTo("lips", "Identity", [colors]), OnnxFile.Float, -1, 3, 96, 96);
    }

    private string Conv(string input, int from, int to, int kernel = 3, int pad = 1, (int Down, int Across)? stride = null, string activation = "Relu", bool adds = false)
    {
        string result = _net.Conv(input, from, to, kernel, pad, stride);
        return _net.Activate(activation, adds ? _net.Add(result, input) : result);
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

    private string Grow(string input, int from, int to, bool isFirst = false) => _net.Activate("Relu", _net.Grow(input, from, to, isFirst));
}
