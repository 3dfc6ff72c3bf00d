using System.Runtime.InteropServices;

namespace Cascade.Avatar.Tests.Networks;

/// <summary>Writes a network as an ONNX file. Source of the numbers of fields: onnx.proto3 of ONNX.</summary>
internal sealed class OnnxFile
{
    public const int Float = 1;
    public const int Double = 11;
    public const int Long = 7;

    private const int IrVersion = 8;
    private const int Opset = 13;
    private const int IntsAttribute = 7;

    private readonly ProtoWriter _graph = new ProtoWriter().Write(2, "test");
    private int _names;

    /// <summary>Gets how many values all weights have.</summary>
    public long Parameters { get; private set; }

    public string Input(string name, int type, params long[] shape) => Value(11, name, type, shape);

    public string Output(string name, int type, params long[] shape) => Value(12, name, type, shape);

    public string Weights(ReadOnlySpan<float> values, params long[] shape)
    {
        Parameters += values.Length;
        return Tensor(Float, MemoryMarshal.AsBytes(values), shape);
    }

    public string Numbers(params long[] values) => Tensor(Long, MemoryMarshal.AsBytes<long>(values), [values.Length]);

    /// <summary>Adds an operation.</summary>
    /// <returns>The name of its result.</returns>
    public string Node(string operation, string[] inputs, params (string Name, long[] Values)[] attributes) => NodeTo($"{operation}{_names++}", operation, inputs, attributes);

    public string NodeTo(string result, string operation, string[] inputs, params (string Name, long[] Values)[] attributes)
    {
        ProtoWriter node = new();
        Array.ForEach(inputs, input => node.Write(1, input));
        node.Write(2, result).Write(4, operation);
        foreach ((string name, long[] values) in attributes)
        {
            ProtoWriter attribute = new ProtoWriter().Write(1, name);
            bool isSingle = values.Length == 1 && name is "group" or "axis" or "keepdims";
            Array.ForEach(values, value => attribute.Write(isSingle ? 3 : 8, value));
            node.Write(5, attribute.Write(20, isSingle ? 2 : IntsAttribute));
        }

        _graph.Write(1, node);
        return result;
    }

    public byte[] ToArray() => new ProtoWriter().Write(1, IrVersion).Write(8, new ProtoWriter().Write(1, "").Write(2, Opset)).Write(7, _graph).ToArray();

    private string Tensor(int type, ReadOnlySpan<byte> bytes, long[] shape)
    {
        string name = $"weights{_names++}";
        ProtoWriter tensor = new();
        Array.ForEach(shape, dimension => tensor.Write(1, dimension));
        _graph.Write(5, tensor.Write(2, type).Write(8, name).Write(9, bytes));
        return name;
    }

    private string Value(int field, string name, int type, long[] shape)
    {
        ProtoWriter dimensions = new();
        foreach (long dimension in shape)
        {
            dimensions.Write(1, dimension < 0 ? new ProtoWriter().Write(2, "N") : new ProtoWriter().Write(1, dimension));
        }

        _graph.Write(field, new ProtoWriter().Write(1, name).Write(2, new ProtoWriter().Write(1, new ProtoWriter().Write(1, type).Write(2, dimensions))));
        return name;
    }
}
