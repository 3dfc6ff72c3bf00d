using System.Buffers.Binary;
using System.Globalization;

namespace Cascade.Snapshots;

/// <summary>Reads what <see cref="SnapshotWriter"/> wrote. Bytes may come from strangers: every value is checked before it is used, and no count makes more memory than the bytes that are there.</summary>
internal ref struct SnapshotReader(ReadOnlySpan<byte> bytes)
{
    /// <summary>The float that 16-bit samples are divided by.</summary>
    public const float FullScale = 32_768;

    /// <summary>No stream reaches so many samples, or bytes. Below, sums and products of a few positions do not overflow.</summary>
    public const long Farthest = 1L << 52;

    /// <summary>The most samples or bytes between two ends of the input: five years of 16 kHz. Positions times the terms of a ratio of rates do not overflow.</summary>
    public const long LongestPart = 1L << 42;

    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>Gets how many bytes are left.</summary>
    public readonly int Left => _rest.Length;

    public byte Byte() => Take(sizeof(byte))[0];

    public bool Bool(string name) => Byte() switch
    {
        0 => false,
        1 => true,
        byte other => throw Wrong(name, "0 or 1", other),
    };

    public int Int() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    public long Long() => BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)));

    public float Float() => BinaryPrimitives.ReadSingleLittleEndian(Take(sizeof(float)));

    public double Double() => BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double)));

    /// <summary>Reads an integer of a range.</summary>
    public int Int(string name, int least, int most)
    {
        int value = Int();
        return value >= least && value <= most ? value : throw Wrong(name, $"from {least} to {most}", value);
    }

    /// <summary>Reads a position or count of a range.</summary>
    public long Long(string name, long least = 0, long most = Farthest)
    {
        long value = Long();
        return value >= least && value <= most ? value : throw Wrong(name, $"from {least} to {most}", value);
    }

    /// <summary>Reads a probability.</summary>
    public float Probability(string name)
    {
        float value = Float();
        return value is >= 0 and <= 1 ? value : throw Wrong(name, "from 0 to 1", value);
    }

    /// <summary>Reads bytes that were written as a block.</summary>
    public ReadOnlySpan<byte> Block() => Take(Int("the length of a block", 0, Left));

    /// <summary>Reads finite values.</summary>
    public float[] Floats(string name, int least, int most)
    {
        float[] values = new float[Count(name, least, most, sizeof(float))];
        ReadOnlySpan<byte> source = Take(values.Length * sizeof(float));
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = BinaryPrimitives.ReadSingleLittleEndian(source[(i * sizeof(float))..]);
            Expect(float.IsFinite(values[i]), name, "finite values", values[i]);
        }

        return values;
    }

    /// <summary>Reads finite samples.</summary>
    public float[] Samples(string name, int least, int most)
    {
        if (!Bool(name))
        {
            return Floats(name, least, most);
        }

        float[] values = new float[Count(name, least, most, sizeof(short))];
        ReadOnlySpan<byte> source = Take(values.Length * sizeof(short));
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = BinaryPrimitives.ReadInt16LittleEndian(source[(i * sizeof(short))..]) / FullScale;
        }

        return values;
    }

    /// <summary>Reads a count of things of at least so many bytes each.</summary>
    public int Count(string name, int least, int most, int bytesEach)
    {
        int count = Int($"the count of {name}", least, most);
        Expect((long)count * bytesEach <= Left, name, $"{count} within the snapshot", Left);
        return count;
    }

    /// <summary>Checks that nothing is left.</summary>
    public readonly void End() => Expect(Left == 0, "the end", "no byte behind the state", Left);

    /// <summary>Throws unless a value is as it must be.</summary>
    public static void Expect<T>(bool isRight, string name, string expected, T found)
    {
        if (!isRight)
        {
            throw Wrong(name, expected, found);
        }
    }

    /// <summary>Makes the exception for a value that cannot be.</summary>
    public static SnapshotException Wrong<T>(string name, string expected, T found)
    {
        string text = Convert.ToString(found, CultureInfo.InvariantCulture) ?? "";
        return new SnapshotException($"The snapshot is not one that a processor has saved: {name} must be {expected}; found {text}. Begin a new stream.", expected, text);
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
        {
            throw Wrong("the state", $"{count} more bytes", _rest.Length);
        }

        ReadOnlySpan<byte> taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
