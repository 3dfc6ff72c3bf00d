using Cascade.Inference.ModelFile;

namespace Cascade.Avatar.Convolutions;

/// <summary>Reads convolutions from a file's graph, each with the normalisation, sum and activation that follow it. Other graphs are refused with <see cref="InvalidDataException"/>.</summary>
internal sealed class GraphReader
{
    private readonly OnnxGraph _graph;
    private readonly string _output;
    private readonly Dictionary<string, string> _names = [];
    private readonly ILookup<string, OnnxNode> _users;
    private readonly HashSet<OnnxNode> _read = [];

    public GraphReader(OnnxGraph graph, IEnumerable<KeyValuePair<string, Shape>> inputs, string output)
    {
        _graph = graph;
        _output = output;
        _users = graph.Nodes.SelectMany(node => node.Inputs.Distinct().Select(input => (input, node))).ToLookup(use => use.input, use => use.node);
        foreach ((string name, Shape shape) in inputs)
        {
            Shapes.Add(name, shape);
        }

        foreach (OnnxNode node in graph.Nodes)
        {
            if (_read.Add(node))
            {
                Read(node);
            }
        }
    }

    /// <summary>The convolutions, in the order of computation.</summary>
    public List<ConvolutionStep> Steps { get; } = [];

    /// <summary>Values that consist of others, one after another in their channels.</summary>
    public Dictionary<string, string[]> Joints { get; } = [];

    public Dictionary<string, Shape> Shapes { get; } = [];

    /// <summary>The value that the network gives.</summary>
    public string Output => NameOf(_output);

    private static InvalidDataException Unknown(string what) => new($"{what} is not among the operations of the built-in engine");

    private void Read(OnnxNode node)
    {
        switch (node.Operator)
        {
            case "Identity" or "Dropout":
                _names[node.Outputs[0]] = NameOf(node.Inputs[0]);
                break;
            case "Concat" when node.Integer("axis", 0) == 1:
                string[] parts = [.. node.Inputs.Select(NameOf)];
                Shape[] shapes = [.. parts.Select(ShapeOf)];
                Joints[node.Outputs[0]] = parts;
                Shapes[node.Outputs[0]] = shapes.All(shape => (shape.Height, shape.Width) == (shapes[0].Height, shapes[0].Width)) ? shapes[0] with { Channels = shapes.Sum(shape => shape.Channels) } : throw Unknown("a Concat of different planes");
                break;
            case "Conv" or "ConvTranspose":
                ReadConvolution(node);
                break;
            default:
                throw Unknown(node.Operator);
        }
    }

    private void ReadConvolution(OnnxNode node)
    {
        bool isTransposed = node.Operator == "ConvTranspose";
        OnnxTensor weights = _graph.Constant(NameOf(node.Inputs[1])) ?? throw Unknown($"a {node.Operator} with computed weights");
        Shape input = ShapeOf(NameOf(node.Inputs[0]));
        if (weights.Shape is not [var first, var second, var height, var width] || (isTransposed ? first : second) != input.Channels || node.Integer("group", 1) != 1
            || node.Text("auto_pad") is not ("" or "NOTSET") || node.Integers("dilations").Any(dilation => dilation != 1) || node.AttributeNames.Contains("output_shape"))
        {
            throw Unknown($"a {node.Operator} with groups, dilation or automatic padding");
        }

        int outputs = (int)(isTransposed ? second : first);
        ConvolutionStep step = new()
        {
            Input = NameOf(node.Inputs[0]),
            Output = node.Outputs[0],
            IsTransposed = isTransposed,
            Stride = Pair(node, "strides", 1),
            Pad = Pair(node, "pads", 0),
            Filter = new Filter
            {
                Values = weights.Floats(),
                Outputs = outputs,
                Inputs = input.Channels,
                Height = (int)height,
                Width = (int)width,
                InputsFirst = isTransposed,
                Scale = [.. Enumerable.Repeat(1f, outputs)],
                Bias = node.Inputs.Count > 2 ? Floats(node.Inputs[2]) : new float[outputs],
            },
        };
        Shape output = OutputShape(node, step, input);
        while (!step.IsSigmoid && step.Output != _output && _users[step.Output].Count() == 1 && Absorb(step, output, _users[step.Output].Single()))
        {
        }

        if (step.IsSigmoid && step.Output != _output && !_users[step.Output].All(user => user.Operator == "Identity" && user.Outputs[0] == _output))
        {
            throw Unknown("a Sigmoid before the output");
        }

        Shapes[step.Output] = output;
        Steps.Add(step);
    }

    private static Shape OutputShape(OnnxNode node, ConvolutionStep step, Shape input)
    {
        List<long> pads = node.Integers("pads") is { Count: 4 } all ? all : [0, 0, 0, 0];
        (int down, int across) = ((int)(pads[0] + pads[2]), (int)(pads[1] + pads[3]));
        Filter filter = step.Filter;
        if (!step.IsTransposed)
        {
            return new Shape(filter.Outputs, ((input.Height + down - filter.Height) / step.Stride.Down) + 1, ((input.Width + across - filter.Width) / step.Stride.Across) + 1);
        }

        (int moreDown, int moreAcross) = Pair(node, "output_padding", 0);
        Shape output = new(
            filter.Outputs, ((input.Height - 1) * step.Stride.Down) - down + filter.Height + moreDown, ((input.Width - 1) * step.Stride.Across) - across + filter.Width + moreAcross);
        bool doubles = step.Stride == (2, 2) && step.Pad == (1, 1) && (filter.Height, filter.Width) == (3, 3) && (output.Height, output.Width) == (2 * input.Height, 2 * input.Width);
        return doubles || step.Stride == (1, 1) ? output : throw Unknown("a ConvTranspose that does not double a plane by 3 x 3 taps");
    }

    // Operations that need nothing but the convolution's result are computed with it.
    private bool Absorb(ConvolutionStep step, Shape shape, OnnxNode next)
    {
        switch (next.Operator)
        {
            case "BatchNormalization" when step.Residual is null && step.Floor < 0:
                float[] scale = Floats(next.Inputs[1]);
                float[] shift = Floats(next.Inputs[2]);
                float[] mean = Floats(next.Inputs[3]);
                float[] variance = Floats(next.Inputs[4]);
                float epsilon = next.Float("epsilon", 1e-5f);
                for (int i = 0; i < scale.Length; i++)
                {
                    float factor = scale[i] / MathF.Sqrt(variance[i] + epsilon);
                    step.Filter.Scale[i] *= factor;
                    step.Filter.Bias[i] = ((step.Filter.Bias[i] - mean[i]) * factor) + shift[i];
                }

                break;
            case "Add" when step.Residual is null && step.Floor < 0 && next.Inputs.Select(NameOf).SingleOrDefault(input => input != step.Output) is { } other && Shapes.GetValueOrDefault(other) == shape:
                step.Residual = other;
                break;
            case "Relu":
                step.Floor = 0;
                break;
            case "Sigmoid" when step.Floor < 0 && step.Residual is null:
                step.IsSigmoid = true;
                break;
            default:
                return false;
        }

        _read.Add(next);
        step.Output = next.Outputs[0];
        return true;
    }

    private static (int Down, int Across) Pair(OnnxNode node, string attribute, int otherwise) =>
        node.Integers(attribute) is [var down, var across, ..] ? ((int)down, (int)across) : (otherwise, otherwise);

    private string NameOf(string value) => _names.GetValueOrDefault(value, value);

    private Shape ShapeOf(string value) => Shapes.TryGetValue(value, out Shape? shape) ? shape : throw Unknown($"'{value}'");

    private float[] Floats(string value) => (_graph.Constant(NameOf(value)) ?? throw Unknown($"'{value}', which is computed,")).Floats();
}
