using System.Buffers;
using System.Text;

namespace Cascade.Avatar.Tests.Networks;

/// <summary>Writes messages in the format of Protocol Buffers, as far as ONNX files need them.</summary>
internal sealed class ProtoWriter
{
    private const int Varint = 0;
    private const int Bytes = 2;
    private const int Fixed32 = 5;

    private readonly ArrayBufferWriter<byte> _message = new();

    public ProtoWriter Write(int field, long value)
    {
        Key(field, Varint);
        Number((ulong)value);
        return this;
    }

    public ProtoWriter Write(int field, float value)
    {
        Key(field, Fixed32);
        _message.Write(BitConverter.GetBytes(value));
        return this;
    }

    public ProtoWriter Write(int field, string text) => Write(field, Encoding.UTF8.GetBytes(text));

    public ProtoWriter Write(int field, ProtoWriter message)
    {
        Key(field, Bytes);
        Number((ulong)message._message.WrittenCount);
        _message.Write(message._message.WrittenSpan);
        return this;
    }

    public ProtoWriter Write(int field, ReadOnlySpan<byte> bytes)
    {
        Key(field, Bytes);
        Number((ulong)bytes.Length);
        _message.Write(bytes);
        return this;
    }

    public byte[] ToArray() => _message.WrittenSpan.ToArray();

    private void Key(int field, int wireType) => Number((ulong)((field << 3) | wireType));

    private void Number(ulong value)
    {
        for (; value > 0x7F; value >>= 7)
        {
            _message.Write([(byte)(value | 0x80)]);
        }

        _message.Write([(byte)value]);
    }
}
