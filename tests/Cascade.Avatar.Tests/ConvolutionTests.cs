using Cascade.Avatar.Convolutions;
using Cascade.Avatar.Tests.Networks;
using Cascade.Inference.Managed;
using Microsoft.ML.OnnxRuntime;

namespace Cascade.Avatar.Tests;

/// <summary>The built-in engine computes what ONNX Runtime computes, operation by operation, with every width of vectors that this machine has.</summary>
public sealed class ConvolutionTests
{
    private const double Tolerance = 1e-4; // of values around 1

    // Planes that tiles fill, that they overhang, and that are smaller than a tile; channels of all panels.
    [TestCase(16, 16, 3, 3)]
    [TestCase(32, 64, 6, 6)]
    [TestCase(64, 32, 7, 5)]
    [TestCase(64, 64, 12, 24)]
    [TestCase(80, 48, 13, 22)]
    [TestCase(128, 128, 1, 30)]
    [TestCase(16, 32, 45, 50)]
    public void SameConvolution_IsThatOfOnnxRuntime(int from, int to, int height, int width) =>
        Check(new Shape(from, height, width), (net, input) => net.Activate("Relu", net.Conv(input, from, to)));

    [TestCase(16, 3, 3)]
    [TestCase(64, 6, 6)]
    [TestCase(32, 17, 12)]
    [TestCase(48, 24, 24)]
    public void Residual_IsThatOfOnnxRuntime(int channels, int height, int width) => Check(new Shape(channels, height, width), (net, input) =>
    {
        string first = net.Activate("Relu", net.Conv(input, channels, channels));
        return net.Activate("Relu", net.Add(net.Conv(first, channels, channels), first));
    });

    [TestCase(6, 16, 7, 3, 1, 1, 12, 12)] // folded
    [TestCase(6, 16, 7, 3, 1, 1, 9, 13)] // too odd for that
    [TestCase(1, 32, 3, 1, 1, 1, 20, 16)]
    [TestCase(16, 32, 3, 1, 2, 2, 12, 12)]
    [TestCase(32, 64, 3, 1, 3, 1, 20, 16)]
    [TestCase(64, 128, 3, 1, 3, 3, 9, 5)]
    [TestCase(128, 256, 3, 1, 3, 2, 9, 6)]
    [TestCase(256, 64, 3, 0, 1, 1, 3, 3)]
    [TestCase(32, 3, 1, 0, 1, 1, 8, 8)]
    [TestCase(20, 40, 5, 2, 1, 1, 6, 7)]
    public void OtherConvolution_IsThatOfOnnxRuntime(int from, int to, int kernel, int pad, int down, int across, int height, int width) =>
        Check(new Shape(from, height, width), (net, input) => net.Conv(input, from, to, kernel, pad, (down, across)));

    [TestCase(32, 16, 3, 3)]
    [TestCase(64, 64, 6, 6)]
    [TestCase(48, 32, 5, 9)]
    [TestCase(16, 128, 12, 12)]
    public void DoublingConvolution_IsThatOfOnnxRuntime(int from, int to, int height, int width) =>
        Check(new Shape(from, height, width), (net, input) => net.Activate("Relu", net.Grow(input, from, to, isFirst: false)));

    [Test]
    public void FirstGrowth_IsThatOfOnnxRuntime() => Check(new Shape(128, 1, 1), (net, input) => net.Grow(input, 128, 64, isFirst: true));

    [Test]
    public void NormalisedJoinedAndSquashed_IsThatOfOnnxRuntime() => Check(new Shape(16, 10, 8), (net, input) =>
    {
        string wide = net.Activate("Relu", net.Normalise(net.Conv(input, 16, 32), 32));
        string grown = net.Normalise(net.Grow(net.Activate("Relu", net.Conv(wide, 32, 64, stride: (2, 2))), 64, 48, isFirst: false), 48);
        string joined = net.Join(net.Add(net.Normalise(net.Conv(wide, 32, 32), 32), wide), grown);
        return net.Activate("Identity", net.Activate("Sigmoid", net.Conv(joined, 80, 3, 1, 0)));
    });

    [TestCase("Tanh")]
    [TestCase("groups")]
    [TestCase("dilations")]
    [TestCase("sigmoid in the middle")]
    [TestCase("Concat of ten channels")]
    public void OtherOperation_IsRefused(string operation)
    {
        RandomNetwork net = new();
        string input = net.File.Input("input", OnnxFile.Float, -1, 16, 8, 8);
        string output = operation switch
        {
            "groups" => net.File.Node("Conv", [input, net.Weights(8, 16, 8, 3, 3)], ("group", [2]), ("pads", [1, 1, 1, 1])),
            "dilations" => net.File.Node("Conv", [input, net.Weights(8, 16, 16, 3, 3)], ("dilations", [2, 2]), ("pads", [2, 2, 2, 2])),
            "sigmoid in the middle" => net.Conv(net.Activate("Sigmoid", net.Conv(input, 16, 16)), 16, 16),
            "Concat of ten channels" => net.Conv(net.Join(net.Conv(input, 16, 10), net.Conv(input, 16, 6)), 16, 16),
            _ => net.Activate(operation, net.Conv(input, 16, 16)),
        };
        net.File.Output(output, OnnxFile.Float, -1, 16, 8, 8);
        Shape shape = new(16, 8, 8);
        Assert.Throws<InvalidDataException>(() => ConvolutionNetwork.Create(net.File.ToArray(), [new("input", shape)], output, shape, VectorWidth.Bits256));
    }

    private static void Check(Shape input, Func<RandomNetwork, string, string> build)
    {
        RandomNetwork net = new();
        string output = build(net, net.File.Input("input", OnnxFile.Float, -1, input.Channels, input.Height, input.Width));
        net.File.Output(output, OnnxFile.Float, -1, -1, -1, -1);
        byte[] model = net.File.ToArray();
        const int frames = 5; // more than the engine takes at once
        float[] values = net.Values(frames * input.Channels * input.Height * input.Width);
        (float[] expected, long[] shape) = RunOnnxRuntime(model, values, [frames, input.Channels, input.Height, input.Width], output);
        foreach (VectorWidth width in new[] { VectorWidth.Bits256, VectorWidth.Bits512 }.Where(width => width <= VectorWidths.Best))
        {
            ConvolutionNetwork network = ConvolutionNetwork.Create(model, [new("input", input)], output, new Shape((int)shape[1], (int)shape[2], (int)shape[3]), width);
            Assert.That(network.Run(frames, values), Is.EqualTo(expected).Within(Tolerance), $"{width}");
            Assert.That(network.Run(1, values), Is.EqualTo(expected[..(expected.Length / frames)]).Within(Tolerance), $"{width}, one frame");
        }
    }

    private static (float[] Values, long[] Shape) RunOnnxRuntime(byte[] model, float[] values, long[] shape, string output)
    {
        using InferenceSession session = new(model);
        using RunOptions options = new();
        using OrtValue value = OrtValue.CreateTensorValueFromMemory(values, shape);
        using IDisposableReadOnlyCollection<OrtValue> results = session.Run(options, ["input"], [value], [output]);
        return (results[0].GetTensorDataAsSpan<float>().ToArray(), results[0].GetTensorTypeAndShape().Shape);
    }
}
