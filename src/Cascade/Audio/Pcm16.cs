using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Cascade.Audio;

/// <summary>16-bit signed little-endian samples, the form in which audio is kept and handed out.</summary>
internal static class Pcm16
{
    public const int BytesPerSample = sizeof(short);

    /// <summary>Samples in -1..1, scaled by 1/32768 as silero's own reader does.</summary>
    public static void ToFloat(ReadOnlySpan<byte> bytes, Span<float> samples)
    {
        const float scale = 1f / 32768f;
        if (BitConverter.IsLittleEndian)
        {
            ReadOnlySpan<short> values = MemoryMarshal.Cast<byte, short>(bytes);
            for (int i = 0; i < samples.Length; i++)
            {
                samples[i] = values[i] * scale;
            }

            return;
        }

        for (int i = 0; i < samples.Length; i++)
        {
            samples[i] = BinaryPrimitives.ReadInt16LittleEndian(bytes[(i * BytesPerSample)..]) * scale;
        }
    }
}
