using System.Text;

namespace Cascade.Inference.ModelFile;

/// <summary>
/// Silero's file holds one network for 16 kHz and one for 8 kHz and chooses between them by its input <c>sr</c>. A copy in which <c>sr</c> is a constant lets an engine see that
/// the other network is never run. Field numbers are those of onnx.proto.
/// </summary>
internal static class SampleRateBinding
{
    private const string SampleRateInput = "sr";

    /// <summary>The model with its input <c>sr</c> replaced by a constant.</summary>
    public static byte[] Bind(ReadOnlySpan<byte> onnx, long sampleRateHz)
    {
        const int graphField = 7;
        List<byte> bound = new(onnx.Length);
        ProtoReader model = new(onnx);
        while (model.Next())
        {
            if (model.Field == graphField)
            {
                Append(bound, graphField, BindGraph(model.Bytes, sampleRateHz));
            }
            else
            {
                bound.AddRange(model.Whole);
            }
        }

        return [.. bound];
    }

    private static byte[] BindGraph(ReadOnlySpan<byte> message, long sampleRateHz)
    {
        const int initializerField = 5;
        const int inputField = 11;
        List<byte> bound = new(message.Length);
        ProtoReader graph = new(message);
        while (graph.Next())
        {
            if (graph.Field != inputField || !IsSampleRate(graph.Bytes))
            {
                bound.AddRange(graph.Whole);
            }
        }

        // TensorProto { data_type = 2: INT64, int64_data = 7, name = 8 }, without dims: a scalar.
        List<byte> constant = [2 << 3, 7];
        List<byte> value = [];
        AppendVarint(value, (ulong)sampleRateHz);
        Append(constant, 7, [.. value]);
        Append(constant, 8, Encoding.UTF8.GetBytes(SampleRateInput));
        Append(bound, initializerField, [.. constant]);
        return [.. bound];
    }

    private static bool IsSampleRate(ReadOnlySpan<byte> valueInfo)
    {
        const int nameField = 1;
        ProtoReader info = new(valueInfo);
        while (info.Next())
        {
            if (info.Field == nameField)
            {
                return info.Bytes.SequenceEqual(Encoding.UTF8.GetBytes(SampleRateInput));
            }
        }

        return false;
    }

    private static void Append(List<byte> message, int field, ReadOnlySpan<byte> content)
    {
        const uint lengthDelimited = 2;
        AppendVarint(message, ((uint)field << 3) | lengthDelimited);
        AppendVarint(message, (uint)content.Length);
        message.AddRange(content);
    }

    private static void AppendVarint(List<byte> message, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            message.Add((byte)(value | 0x80));
        }

        message.Add((byte)value);
    }
}
