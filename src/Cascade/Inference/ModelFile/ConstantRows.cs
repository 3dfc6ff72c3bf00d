namespace Cascade.Inference.ModelFile;

/// <summary>
/// The constant that a graph puts together from rows of other constants. Exporters write an LSTM's gates in their framework's order and let the graph
/// rearrange them into that of the operator; following the graph gives the right order without knowing the framework.
/// </summary>
internal static class ConstantRows
{
    /// <exception cref="InvalidDataException">The value is computed by more than Unsqueeze, Concat and Slice along the first axis.</exception>
    public static float[] Of(OnnxGraph graph, string value)
    {
        if (graph.Constant(value) is { } constant)
        {
            return constant.Floats();
        }

        OnnxNode? node = graph.Producer(value);
        switch (node?.Operator)
        {
            case "Unsqueeze":
                return Of(graph, node.Inputs[0]);
            case "Concat":
                return Concatenate(node.Inputs.ConvertAll(part => Of(graph, part)));
            case "Slice":
                return Slice(graph, node);
            default:
                throw new InvalidDataException($"the constant '{value}' comes from {node?.Operator ?? "nowhere"}");
        }
    }

    private static float[] Concatenate(List<float[]> parts)
    {
        int length = 0;
        foreach (float[] part in parts)
        {
            length += part.Length;
        }

        float[] rows = new float[length];
        int at = 0;
        foreach (float[] part in parts)
        {
            part.CopyTo(rows, at);
            at += part.Length;
        }

        return rows;
    }

    private static float[] Slice(OnnxGraph graph, OnnxNode node)
    {
        OnnxTensor whole = graph.Constant(node.Inputs[0]) ?? throw new InvalidDataException("a slice is not one of a constant");
        float[] values = whole.Floats();
        long rows = whole.Shape[0];
        long start = Parameter(graph, node, 1);
        long end = Math.Min(Parameter(graph, node, 2), rows);
        long axis = Parameter(graph, node, 3);
        if (axis != 0 || start < 0 || end < start || node.Inputs.Count > 4)
        {
            throw new InvalidDataException($"a slice from {start} to {end} along axis {axis} is not one of rows");
        }

        int rowValues = (int)(values.Length / rows);
        return values[((int)start * rowValues)..((int)end * rowValues)];
    }

    private static long Parameter(OnnxGraph graph, OnnxNode node, int input) =>
        (input < node.Inputs.Count ? graph.Constant(node.Inputs[input])?.Integer() : null)
        ?? throw new InvalidDataException("a slice has no constant range");
}
