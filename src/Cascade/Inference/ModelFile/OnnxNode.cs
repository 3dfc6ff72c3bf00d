using System.Text;

namespace Cascade.Inference.ModelFile;

/// <summary>One operation of a graph. Field numbers are those of NodeProto and AttributeProto in onnx.proto.</summary>
internal sealed class OnnxNode
{
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _attributes = [];

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
                    AddAttribute(message.Slice(reader.BytesStart, reader.Bytes.Length));
                    break;
            }
        }
    }

    /// <summary>The graph that the node is part of.</summary>
    public OnnxGraph Scope { get; }

    public string Operator { get; } = "";

    public List<string> Inputs { get; } = [];

    public List<string> Outputs { get; } = [];

    public Dictionary<string, ReadOnlyMemory<byte>>.KeyCollection AttributeNames => _attributes.Keys;

    /// <summary>An attribute that is a tensor; null if the node has none of the name.</summary>
    public OnnxTensor? Tensor(string name)
    {
        const int tensorField = 5;
        ReadOnlyMemory<byte> value = Find(name, tensorField);
        return value.IsEmpty ? null : new OnnxTensor(value);
    }

    /// <summary>An attribute that is a graph; null if the node has none of the name.</summary>
    public OnnxGraph? Graph(string name)
    {
        const int graphField = 6;
        ReadOnlyMemory<byte> value = Find(name, graphField);
        return value.IsEmpty ? null : new OnnxGraph(value, Scope);
    }

    /// <summary>An attribute that is a string; empty if the node has none of the name.</summary>
    public string Text(string name)
    {
        const int stringField = 4;
        return Encoding.UTF8.GetString(Find(name, stringField).Span);
    }

    /// <summary>An attribute that is a list of integers; empty if the node has none of the name.</summary>
    public List<long> Integers(string name)
    {
        const int integersField = 8;
        List<long> numbers = [];
        if (_attributes.TryGetValue(name, out ReadOnlyMemory<byte> attribute))
        {
            ProtoReader reader = new(attribute.Span);
            while (reader.Next())
            {
                if (reader.Field == integersField)
                {
                    reader.AddNumbers(numbers);
                }
            }
        }

        return numbers;
    }

    private void AddAttribute(ReadOnlyMemory<byte> attribute)
    {
        const int nameField = 1;
        _attributes[Encoding.UTF8.GetString(Find(attribute, nameField).Span)] = attribute;
    }

    private ReadOnlyMemory<byte> Find(string name, int field) =>
        _attributes.TryGetValue(name, out ReadOnlyMemory<byte> attribute) ? Find(attribute, field) : default;

    private static ReadOnlyMemory<byte> Find(ReadOnlyMemory<byte> message, int field)
    {
        ProtoReader reader = new(message.Span);
        while (reader.Next())
        {
            if (reader.Field == field)
            {
                return message.Slice(reader.BytesStart, reader.Bytes.Length);
            }
        }

        return default;
    }
}
