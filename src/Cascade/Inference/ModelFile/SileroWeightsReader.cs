namespace Cascade.Inference.ModelFile;

/// <summary>
/// Finds the constants of a Silero network by their place in the graph, and refuses a graph that computes something else. The file holds two networks in the
/// branches of a condition on the input <c>sr</c>; this reads the one for 16 kHz.
/// </summary>
internal sealed class SileroWeightsReader
{
    private const long SampleRateHz = 16_000;
    private const int Bins = 129;

    /// <summary>The operations of the network, without the operations that only arrange values.</summary>
    private const string Computation =
        "Pad Conv Pow Pow Add Sqrt Conv Relu Conv Relu Conv Relu Conv Relu LSTM Relu Conv Sigmoid ReduceMean";

    private static readonly HashSet<string> Arranging =
    [
        "Cast", "Concat", "ConstantOfShape", "Equal", "Gather", "Identity", "If", "Not", "Reshape", "Shape", "Size", "Slice", "Squeeze", "Transpose",
        "Unsqueeze",
    ];

    private readonly string _model;
    private readonly List<OnnxNode> _computing = [];

    private SileroWeightsReader(string model) => _model = model;

    /// <exception cref="VadModelException">The graph is not that of a Silero network; the error says what was expected and what was found.</exception>
    public static SileroWeights Read(VadModel model)
    {
        try
        {
            return new SileroWeightsReader(model.Name).Read(OnnxGraph.OfModel(model.Onnx));
        }
        catch (InvalidDataException e)
        {
            throw new VadModelException(
                $"'{model.Name}' cannot be read: {e.Message}. Expected Silero VAD version 5 or 6.", model.Name, "an ONNX model", e.Message, e);
        }
    }

    private SileroWeights Read(OnnxGraph model)
    {
        OnnxGraph network = BranchFor16Khz(model);
        Collect(network);
        Expect("the computation", Computation, string.Join(' ', _computing.ConvertAll(node => node.Operator)));
        Expect("the padding's mode", "reflect", _computing[0].Text("mode"));

        List<OnnxNode> convolutions = _computing.FindAll(node => node.Operator == "Conv");
        ConvolutionWeights transform = Convolution(convolutions[0], "the Fourier transform", [2 * Bins, 1, 256], stride: 128, pad: 0, hasBias: false);
        return new SileroWeights
        {
            Window = FourierBasis.WindowOf(transform.Weights, _model),
            First = Convolution(convolutions[1], "the first convolution", [128, Bins, 3], stride: 1, pad: 1),
            Second = Convolution(convolutions[2], "the second convolution", [64, 128, 3], stride: 2, pad: 1),
            Third = Convolution(convolutions[3], "the third convolution", [64, 64, 3], stride: 2, pad: 1),
            Fourth = Convolution(convolutions[4], "the fourth convolution", [128, 64, 3], stride: 1, pad: 1),
            Lstm = Lstm(_computing.Find(node => node.Operator == "LSTM")!),
            Output = Convolution(convolutions[5], "the output", [1, 128, 1], stride: 1, pad: 0),
        };
    }

    private OnnxGraph BranchFor16Khz(OnnxGraph model)
    {
        foreach (OnnxNode node in model.Nodes)
        {
            OnnxNode? condition = node.Operator == "If" ? model.Producer(node.Inputs[0]) : null;
            if (condition is { Operator: "Equal", Inputs: ["sr", var rate] } && model.Constant(rate)?.Integer() == SampleRateHz)
            {
                return node.Graph("then_branch") ?? throw new InvalidDataException("a condition has no branch");
            }
        }

        string found = string.Join(' ', model.Nodes.ConvertAll(node => node.Operator));
        throw Different("the condition", $"Equal(sr, {SampleRateHz}) and If", found);
    }

    /// <summary>Lists the computing operations in their order. Of inner conditions the first branch is the one taken for a batch that has a state.</summary>
    private void Collect(OnnxGraph graph)
    {
        foreach (OnnxNode node in graph.Nodes)
        {
            if (!Arranging.Contains(node.Operator))
            {
                _computing.Add(node);
            }

            if (node.Graph("then_branch") is { } branch)
            {
                Collect(branch);
            }
        }
    }

    private ConvolutionWeights Convolution(OnnxNode node, string layer, int[] shape, int stride, int pad, bool hasBias = true)
    {
        OnnxTensor weights = Constant(node, 1, layer);
        ExpectNumbers(layer, "weights", shape, weights.Shape);
        ExpectNumbers(layer, "strides", [stride], node.Integers("strides"));
        ExpectNumbers(layer, "padding", [pad, pad], node.Integers("pads"));
        float[] bias = [];
        if (hasBias)
        {
            OnnxTensor tensor = Constant(node, 2, layer);
            ExpectNumbers(layer, "bias", [shape[0]], tensor.Shape);
            bias = tensor.Floats();
        }

        return new ConvolutionWeights(shape[0], shape[1], shape[2], weights.Floats(), bias);
    }

    private LstmWeights Lstm(OnnxNode node)
    {
        const string layer = "the LSTM";
        const int units = SileroNetwork.HiddenUnits;
        Expect("the LSTM's attributes", "hidden_size", string.Join(' ', node.AttributeNames));
        float[] input = ConstantRows.Of(node.Scope, node.Inputs[1]);
        float[] hidden = ConstantRows.Of(node.Scope, node.Inputs[2]);
        float[] bias = ConstantRows.Of(node.Scope, node.Inputs[3]);
        ExpectNumbers(layer, "weights", [4 * units * units, 4 * units * units, 8 * units], [input.Length, hidden.Length, bias.Length]);
        return new LstmWeights(input, hidden, bias);
    }

    private OnnxTensor Constant(OnnxNode node, int input, string layer)
    {
        OnnxTensor? tensor = input < node.Inputs.Count ? node.Scope.Constant(node.Inputs[input]) : null;
        return tensor ?? throw Different(layer, $"a constant as input {input}", "none");
    }

    private void Expect(string what, string expected, string found)
    {
        if (expected != found)
        {
            throw Different(what, expected, found);
        }
    }

    private void ExpectNumbers(string layer, string what, ReadOnlySpan<int> expected, List<long> found)
    {
        bool same = expected.Length == found.Count;
        for (int i = 0; same && i < expected.Length; i++)
        {
            same = expected[i] == found[i];
        }

        if (!same)
        {
            throw Different($"{layer}'s {what}", $"[{string.Join(',', expected.ToArray())}]", $"[{string.Join(',', found)}]");
        }
    }

    private VadModelException Different(string what, string expected, string found) =>
        new($"'{_model}' is not a Silero VAD network of version 5 or 6: expected {what} to be {expected}; found {found}.", _model, expected, found);
}
