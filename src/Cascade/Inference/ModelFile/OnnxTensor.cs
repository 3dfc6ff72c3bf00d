using System.Runtime.InteropServices;

namespace Cascade.Inference.ModelFile;

/// <summary>A constant of a graph. Field numbers are those of TensorProto in onnx.proto.</summary>
internal sealed class OnnxTensor
{
    private const int Float32 = 1;
    private const int Int64 = 7;

    private readonly ReadOnlyMemory<byte> _raw;
    private readonly List<long> _numbers = [];

    public OnnxTensor(ReadOnlyMemory<byte> message)
    {
        const int dimensionField = 1;
        const int typeField = 2;
        const int int64Field = 7;
        const int rawField = 9;
        ProtoReader reader = new(message.Span);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case dimensionField:
                    reader.AddNumbers(Shape);
                    break;
                case typeField:
                    Type = (int)reader.Number;
                    break;
                case int64Field:
                    reader.AddNumbers(_numbers);
                    break;
                case rawField:
                    _raw = message.Slice(reader.BytesStart, reader.Bytes.Length);
                    break;
            }
        }
    }

    public int Type { get; }

    public List<long> Shape { get; } = [];

    /// <summary>The values of a float tensor; they are stored in little-endian order.</summary>
    public float[] Floats()
    {
        long count = 1;
        foreach (long size in Shape)
        {
            count *= size;
        }

        if (Type != Float32 || _raw.Length != count * sizeof(float))
        {
            throw new InvalidDataException($"a tensor of type {Type} has {_raw.Length} bytes where {count} floats were expected");
        }

        float[] values = new float[count];
        _raw.Span.CopyTo(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    /// <summary>The value of an integer tensor of one element.</summary>
    public long Integer()
    {
        if (Type == Int64 && _numbers.Count == 1)
        {
            return _numbers[0];
        }

        return Type == Int64 && _raw.Length == sizeof(long)
            ? MemoryMarshal.Read<long>(_raw.Span)
            : throw new InvalidDataException($"a tensor of type {Type} is not one integer");
    }
}
