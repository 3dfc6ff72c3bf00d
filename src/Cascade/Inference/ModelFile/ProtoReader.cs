using System.Buffers.Binary;

namespace Cascade.Inference.ModelFile;

/// <summary>
/// Walks the fields of one protocol-buffers message without copying. Source: the protocol-buffers wire format.
/// Malformed input throws <see cref="InvalidDataException"/>.
/// </summary>
internal ref struct ProtoReader(ReadOnlySpan<byte> message)
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int LengthDelimited = 2;
    private const int Fixed32 = 5;

    private readonly int _length = message.Length;
    private ReadOnlySpan<byte> _rest = message;

    /// <summary>The number of the current field.</summary>
    public int Field { get; private set; }

    /// <summary>The content of the current field if it is a message, a string or bytes; empty otherwise.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>The current field as it stands in the message, its key included.</summary>
    public ReadOnlySpan<byte> Whole { get; private set; }

    /// <summary>Where <see cref="Bytes"/> begin in the message.</summary>
    public readonly int BytesStart => _length - _rest.Length - Bytes.Length;

    /// <summary>The content of the current field if it is a number; 0 otherwise.</summary>
    public ulong Number { get; private set; }

    /// <summary>Adds the current field's numbers to a list: a repeated number comes one by one, or all packed into one field.</summary>
    public readonly void AddNumbers(List<long> numbers)
    {
        if (Bytes.IsEmpty)
        {
            numbers.Add((long)Number);
            return;
        }

        ProtoReader packed = new(Bytes);
        while (!packed._rest.IsEmpty)
        {
            numbers.Add((long)packed.ReadVarint());
        }
    }

    /// <summary>Goes to the next field; false at the end of the message.</summary>
    public bool Next()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        ReadOnlySpan<byte> start = _rest;
        ulong key = ReadVarint();
        Field = (int)(key >> 3);
        Bytes = default;
        Number = 0;
        switch ((int)(key & 7))
        {
            case Varint:
                Number = ReadVarint();
                break;
            case Fixed64:
                Number = BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong)));
                break;
            case Fixed32:
                Number = BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)));
                break;
            case LengthDelimited:
                Bytes = Take(ReadVarint());
                break;
            default:
                throw new InvalidDataException($"wire type {key & 7} of field {Field} is unknown");
        }

        Whole = start[..^_rest.Length];
        return true;
    }

    private ulong ReadVarint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte next = Take(1)[0];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw new InvalidDataException("a number has more than ten bytes");
    }

    private ReadOnlySpan<byte> Take(ulong count)
    {
        if (count > (ulong)_rest.Length)
        {
            throw new InvalidDataException($"a field needs {count} bytes where {_rest.Length} are left");
        }

        ReadOnlySpan<byte> taken = _rest[..(int)count];
        _rest = _rest[(int)count..];
        return taken;
    }
}
