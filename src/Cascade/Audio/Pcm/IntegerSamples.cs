using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Cascade.Audio.Pcm;

/// <summary>
/// Decodes integer samples of 1 to 4 bytes, four at a time: their bytes are moved to the top of a 32-bit lane, which makes full scale 2^31
/// for all of them. Exact for up to 24 bits, rounded once for 32.
/// </summary>
internal readonly struct IntegerSamples
{
    private const int Lanes = 4;
    private const float InverseFullScale = 1f / 2_147_483_648f;

    private readonly int _bytesPerSample;
    private readonly Vector128<byte> _order;
    private readonly Vector128<int> _signFlip;

    public IntegerSamples(int bytesPerSample, bool bigEndian, bool unsigned)
    {
        _bytesPerSample = bytesPerSample;
        _signFlip = Vector128.Create(unsigned ? int.MinValue : 0);
        Span<byte> order = stackalloc byte[Vector128<byte>.Count]; // 16 bytes, once per converter
        for (int lane = 0; lane < Lanes; lane++)
        {
            for (int position = 0; position < sizeof(int); position++)
            {
                int significance = position - (sizeof(int) - bytesPerSample); // 0 is the sample's lowest byte
                int source = bigEndian ? bytesPerSample - 1 - significance : significance;
                order[lane * sizeof(int) + position] = significance < 0 ? ByteOrder.Zero : (byte)(lane * bytesPerSample + source);
            }
        }

        _order = Vector128.Create((ReadOnlySpan<byte>)order);
    }

    /// <summary>Decodes whole samples: <paramref name="bytes"/> holds exactly as many as <paramref name="samples"/>.</summary>
    public void Decode(ReadOnlySpan<byte> bytes, Span<float> samples)
    {
        (Vector128<byte> order, Vector128<int> signFlip, int step) = (_order, _signFlip, Lanes * _bytesPerSample);
        ref byte source = ref MemoryMarshal.GetReference(bytes);
        ref float target = ref MemoryMarshal.GetReference(samples);
        int done = 0;
        int position = 0;
        for (; done <= samples.Length - Lanes && position <= bytes.Length - Vector128<byte>.Count; done += Lanes, position += step)
        {
            Decode(Vector128.LoadUnsafe(ref source, (nuint)position), order, signFlip).StoreUnsafe(ref target, (nuint)done);
        }

        bytes = bytes[position..];
        samples = samples[done..];
        while (!samples.IsEmpty)
        {
            int count = Math.Min(Lanes, samples.Length);
            var padded = Vector128<byte>.Zero;
            bytes[..(count * _bytesPerSample)].CopyTo(MemoryMarshal.AsBytes(new Span<Vector128<byte>>(ref padded)));
            Vector128<float> decoded = Decode(padded, order, signFlip);
            MemoryMarshal.Cast<Vector128<float>, float>(new Span<Vector128<float>>(ref decoded))[..count].CopyTo(samples);
            bytes = bytes[(count * _bytesPerSample)..];
            samples = samples[count..];
        }
    }

    private static Vector128<float> Decode(Vector128<byte> bytes, Vector128<byte> order, Vector128<int> signFlip) =>
        Vector128.ConvertToSingle(ByteOrder.Apply(bytes, order).AsInt32() ^ signFlip) * InverseFullScale;
}
