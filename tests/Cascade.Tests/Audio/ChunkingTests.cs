using System.Runtime.InteropServices;

namespace Cascade.Tests.Audio;

public sealed class ChunkingTests
{
    private static readonly int[] Rates = [4_000, 8_000, 11_025, 16_000, 22_050, 32_000, 44_100, 47_999, 48_000, 96_000, 384_000];

    [TestCaseSource(nameof(Rates))]
    public void AnyChunking_GivesTheSameBits(int rateHz)
    {
        var format = new AudioFormat(rateHz, 2, SampleEncoding.Signed24);
        var random = new Random(rateHz);
        var input = new byte[format.BytesPerBlock * rateHz / 8 + 5];
        random.NextBytes(input);
        float[] whole = ConverterHelper.ConvertAll(format, input);

        foreach (int largest in new[] { 1, 7, 100, 5_000 })
        {
            Assert.That(ConvertInPieces(new AudioConverter(format), input, random, largest), Is.EqualTo(whole).AsCollection, $"pieces of up to {largest}");
        }
    }

    [TestCaseSource(nameof(Rates))]
    public void Reset_BeginsAnew(int rateHz)
    {
        var format = new AudioFormat(rateHz, 1, SampleEncoding.Signed16);
        var converter = new AudioConverter(format);
        byte[] input = MemoryMarshal.AsBytes<float>(ConverterHelper.Noise(rateHz, 1_000)).ToArray();
        float[] first = ConverterHelper.ConvertAll(converter, input.AsSpan()[1..]);

        converter.Reset();

        Assert.That(converter.UnfinishedBytes, Is.Zero);
        Assert.That(ConverterHelper.ConvertAll(converter, input.AsSpan()[1..]), Is.EqualTo(first).AsCollection);
    }

    [Test]
    public void BytesOfAnUnfinishedBlock_AreCounted()
    {
        var converter = new AudioConverter(new AudioFormat(16_000, 2, SampleEncoding.Signed24));

        float[] samples = ConverterHelper.ConvertAll(converter, new byte[6 * 10 + 5]);

        Assert.That(samples, Has.Length.EqualTo(10));
        Assert.That(converter.UnfinishedBytes, Is.EqualTo(5));
        Assert.That(converter.BlocksReceived, Is.EqualTo(10));
    }

    private static float[] ConvertInPieces(AudioConverter converter, ReadOnlySpan<byte> input, Random random, int largest)
    {
        var output = new List<float>();
        var frame = new float[512];
        int written;
        while (!input.IsEmpty)
        {
            ReadOnlySpan<byte> piece = input[..Math.Min(input.Length, random.Next(1, largest + 1))];
            Span<float> room = frame.AsSpan(0, random.Next(1, frame.Length));
            written = converter.Convert(piece, room, out int consumed);
            output.AddRange(room[..written]);
            input = input[consumed..];
        }

        while ((written = converter.Convert([], frame, out _)) > 0)
        {
            output.AddRange(frame.AsSpan(0, written));
        }

        while ((written = converter.Flush(frame.AsSpan(0, random.Next(1, frame.Length)))) > 0)
        {
            output.AddRange(frame.AsSpan(0, written));
        }

        return [.. output];
    }
}
