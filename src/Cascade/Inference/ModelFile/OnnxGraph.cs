using System.Text;

namespace Cascade.Inference.ModelFile;

/// <summary>A graph: operations in the order of computation, and the constants among their inputs. Field numbers are those of GraphProto in onnx.proto.</summary>
internal sealed class OnnxGraph
{
    private readonly OnnxGraph? _outer;
    private readonly Dictionary<string, OnnxTensor> _constants = [];
    private readonly Dictionary<string, OnnxNode> _producers = [];

    public OnnxGraph(ReadOnlyMemory<byte> message, OnnxGraph? outer = null)
    {
        const int nodeField = 1;
        const int initializerField = 5;
        _outer = outer;
        ProtoReader reader = new(message.Span);
        while (reader.Next())
        {
            if (reader.Field == nodeField)
            {
                AddNode(new OnnxNode(message.Slice(reader.BytesStart, reader.Bytes.Length), this));
            }
            else if (reader.Field == initializerField)
            {
                ReadOnlyMemory<byte> initializer = message.Slice(reader.BytesStart, reader.Bytes.Length);
                _constants[NameOf(initializer)] = new OnnxTensor(initializer);
            }
        }
    }

    public List<OnnxNode> Nodes { get; } = [];

    /// <summary>The graph of an .onnx file.</summary>
    public static OnnxGraph OfModel(ReadOnlyMemory<byte> onnx)
    {
        const int graphField = 7;
        ProtoReader reader = new(onnx.Span);
        while (reader.Next())
        {
            if (reader.Field == graphField)
            {
                return new OnnxGraph(onnx.Slice(reader.BytesStart, reader.Bytes.Length));
            }
        }

        throw new InvalidDataException("it has no graph");
    }

    /// <summary>The operation that computes a value, here or in a graph around this one.</summary>
    public OnnxNode? Producer(string value) => _producers.TryGetValue(value, out OnnxNode? node) ? node : _outer?.Producer(value);

    /// <summary>A constant by its value's name, of this graph or of one around it.</summary>
    public OnnxTensor? Constant(string value) => _constants.TryGetValue(value, out OnnxTensor? tensor) ? tensor : _outer?.Constant(value);

    private void AddNode(OnnxNode node)
    {
        if (node.Operator == "Constant" && node.Tensor("value") is { } tensor)
        {
            _constants[node.Outputs[0]] = tensor;
            return;
        }

        Nodes.Add(node);
        foreach (string output in node.Outputs)
        {
            _producers[output] = node;
        }
    }

    private static string NameOf(ReadOnlyMemory<byte> tensor)
    {
        const int nameField = 8;
        ProtoReader reader = new(tensor.Span);
        while (reader.Next())
        {
            if (reader.Field == nameField)
            {
                return Encoding.UTF8.GetString(reader.Bytes);
            }
        }

        return "";
    }
}
