using System.Text;

namespace Cascade.Inference.ModelFile;

/// <summary>A constant parameter of an operation. Field numbers are those of AttributeProto in onnx.proto.</summary>
internal sealed class OnnxAttribute
{
    private const int NameField = 1;
    private const int FloatField = 2;
    private const int IntegerField = 3;
    private const int TextField = 4;
    private const int TensorField = 5;
    private const int GraphField = 6;
    private const int IntegersField = 8;

    private readonly ReadOnlyMemory<byte> _message;

    public OnnxAttribute(ReadOnlyMemory<byte> message)
    {
        _message = message;
        Name = Encoding.UTF8.GetString(Find(NameField).Span);
    }

    public string Name { get; }

    public string Text() => Encoding.UTF8.GetString(Find(TextField).Span);

    public float Float() => BitConverter.UInt32BitsToSingle((uint)FindNumber(FloatField));

    public long Integer() => (long)FindNumber(IntegerField);

    public OnnxTensor? Tensor() => Find(TensorField) is { IsEmpty: false } tensor ? new OnnxTensor(tensor) : null;

    public OnnxGraph? Graph(OnnxGraph outer) => Find(GraphField) is { IsEmpty: false } graph ? new OnnxGraph(graph, outer) : null;

    public List<long> Integers()
    {
        List<long> numbers = [];
        ProtoReader reader = new(_message.Span);
        while (reader.Next())
        {
            if (reader.Field == IntegersField)
            {
                reader.AddNumbers(numbers);
            }
        }

        return numbers;
    }

    private ulong FindNumber(int field)
    {
        ProtoReader reader = new(_message.Span);
        while (reader.Next())
        {
            if (reader.Field == field)
            {
                return reader.Number;
            }
        }

        return 0;
    }

    private ReadOnlyMemory<byte> Find(int field)
    {
        ProtoReader reader = new(_message.Span);
        while (reader.Next())
        {
            if (reader.Field == field)
            {
                return _message.Slice(reader.BytesStart, reader.Bytes.Length);
            }
        }

        return default;
    }
}
