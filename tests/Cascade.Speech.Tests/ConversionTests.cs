using System.Buffers.Binary;

namespace Cascade.Speech.Tests;

/// <summary>PCM of other formats, as recognizers get it.</summary>
internal sealed class ConversionTests
{
    [Test]
    public async Task Tone_KeepsItsPitchAndLength_InAnyPieces([Values(8_000, 16_000, 44_100, 48_000)] int rate, [Values(1, 2)] int channels, [Values(7, 100_000)] int piece)
    {
        byte[] input = Tone(rate, channels);
        using Stream converted = new MemoryStream(input).ToPcm16Mono16k(new AudioFormat(rate, channels));
        using MemoryStream output = new();
        byte[] buffer = new byte[piece];
        while (await converted.ReadAsync(buffer) is > 0 and int count)
        {
            output.Write(buffer, 0, count);
        }

        byte[] pcm = output.ToArray();
        Assert.That(pcm, Has.Length.EqualTo(32_000), "a second");
        Assert.That(CountCycles(pcm), Is.EqualTo(440).Within(1));
        using MemoryStream synchronous = new();
        new MemoryStream(input).ToPcm16Mono16k(new AudioFormat(rate, channels)).CopyTo(synchronous);
        Assert.That(synchronous.ToArray(), Is.EqualTo(pcm));
    }

    private static byte[] Tone(int rate, int channels)
    {
        byte[] bytes = new byte[rate * channels * 2];
        for (int i = 0; i < rate * channels; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(i * 2), (short)(16_000 * Math.Sin(2 * Math.PI * 440 * (i / channels) / rate)));
        }

        return bytes;
    }

    private static int CountCycles(byte[] pcm)
    {
        int cycles = 0;
        for (int i = 2; i < pcm.Length; i += 2)
        {
            cycles += BinaryPrimitives.ReadInt16LittleEndian(pcm.AsSpan(i - 2)) < 0 && BinaryPrimitives.ReadInt16LittleEndian(pcm.AsSpan(i)) >= 0 ? 1 : 0;
        }

        return cycles;
    }
}
