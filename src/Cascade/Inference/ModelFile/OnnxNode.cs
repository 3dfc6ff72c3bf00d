using System.Text;

namespace Cascade.Inference.ModelFile;

/// <summary>One operation of a graph. Field numbers are those of NodeProto in onnx.proto.</summary>
internal sealed class OnnxNode
{
    private readonly List<OnnxAttribute> _attributes = [];

    public OnnxNode(ReadOnlyMemory<byte> message, OnnxGraph scope)
    {
        const int inputField = 1;
        const int outputField = 2;
        const int operatorField = 4;
        const int attributeField = 5;
        Scope = scope;
        ProtoReader reader = new(message.Span);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case inputField:
                    Inputs.Add(Encoding.UTF8.GetString(reader.Bytes));
                    break;
                case outputField:
                    Outputs.Add(Encoding.UTF8.GetString(reader.Bytes));
                    break;
                case operatorField:
                    Operator = Encoding.UTF8.GetString(reader.Bytes);
                    break;
                case attributeField:
                    _attributes.Add(new OnnxAttribute(message.Slice(reader.BytesStart, reader.Bytes.Length)));
                    break;
            }
        }
    }

    /// <summary>The graph that the node is part of.</summary>
    public OnnxGraph Scope { get; }

    public string Operator { get; } = "";

    public List<string> Inputs { get; } = [];

    public List<string> Outputs { get; } = [];

    public List<string> AttributeNames => _attributes.ConvertAll(attribute => attribute.Name);

    /// <summary>An attribute that is a tensor; null if the node has none of the name.</summary>
    public OnnxTensor? Tensor(string name) => Find(name)?.Tensor();

    /// <summary>An attribute that is a graph; null if the node has none of the name.</summary>
    public OnnxGraph? Graph(string name) => Find(name)?.Graph(Scope);

    /// <summary>An attribute that is a string; empty if the node has none of the name.</summary>
    public string Text(string name) => Find(name)?.Text() ?? "";

    /// <summary>An attribute that is a list of integers; empty if the node has none of the name.</summary>
    public List<long> Integers(string name) => Find(name)?.Integers() ?? [];

    /// <summary>An attribute that is an integer; another value if the node has none of the name.</summary>
    public long Integer(string name, long otherwise) => Find(name)?.Integer() ?? otherwise;

    /// <summary>An attribute that is a float; another value if the node has none of the name.</summary>
    public float Float(string name, float otherwise) => Find(name)?.Float() ?? otherwise;

    private OnnxAttribute? Find(string name)
    {
        foreach (OnnxAttribute attribute in _attributes)
        {
            if (attribute.Name == name)
            {
                return attribute;
            }
        }

        return null;
    }
}
