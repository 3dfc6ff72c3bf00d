using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Cascade.Snapshots;

/// <summary>Writes the values of a snapshot one after another, little-endian. <see cref="SnapshotReader"/> reads the values in the same order.</summary>
internal sealed class SnapshotWriter
{
    private byte[] _bytes = new byte[4096]; // a stream without open speech

    private int _count;

    /// <summary>Gets the bytes written.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _count);

    public void Byte(byte value) => Space(sizeof(byte))[0] = value;

    public void Bool(bool value) => Byte(value ? (byte)1 : (byte)0);

    public void Int(int value) => BinaryPrimitives.WriteInt32LittleEndian(Space(sizeof(int)), value);

    public void Long(long value) => BinaryPrimitives.WriteInt64LittleEndian(Space(sizeof(long)), value);

    public void Float(float value) => BinaryPrimitives.WriteSingleLittleEndian(Space(sizeof(float)), value);

    public void Double(double value) => BinaryPrimitives.WriteDoubleLittleEndian(Space(sizeof(double)), value);

    /// <summary>Writes how many bytes follow, and the bytes.</summary>
    public void Block(ReadOnlySpan<byte> bytes)
    {
        Int(bytes.Length);
        bytes.CopyTo(Space(bytes.Length));
    }

    /// <summary>Writes how many values follow, and the values.</summary>
    public void Floats(ReadOnlySpan<float> values)
    {
        Int(values.Length);
        Span<byte> space = Space(values.Length * sizeof(float));
        if (BitConverter.IsLittleEndian)
        {
            MemoryMarshal.AsBytes(values).CopyTo(space);
            return;
        }

        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(space[(i * sizeof(float))..], values[i]);
        }
    }

    /// <summary>Writes samples, in half the bytes where all of them are those of 16 bits, as most input is.</summary>
    public void Samples(ReadOnlySpan<float> samples)
    {
        bool areShort = true;
        foreach (float sample in samples)
        {
            areShort &= BitConverter.SingleToInt32Bits((short)(sample * SnapshotReader.FullScale) / SnapshotReader.FullScale) == BitConverter.SingleToInt32Bits(sample);
        }

        Bool(areShort);
        if (!areShort)
        {
            Floats(samples);
            return;
        }

        Int(samples.Length);
        Span<byte> space = Space(samples.Length * sizeof(short));
        for (int i = 0; i < samples.Length; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(space[(i * sizeof(short))..], (short)(samples[i] * SnapshotReader.FullScale));
        }
    }

    /// <summary>Makes room for bytes that the caller fills in at once.</summary>
    public Span<byte> Space(int count)
    {
        if (_bytes.Length - _count < count)
        {
            Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, _count + count));
        }

        _count += count;
        return _bytes.AsSpan(_count - count, count);
    }
}
