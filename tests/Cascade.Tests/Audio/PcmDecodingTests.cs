using System.Buffers.Binary;
using Cascade.Audio.Pcm;

namespace Cascade.Tests.Audio;

/// <summary>At 16 kHz and with one channel nothing but decoding happens, so that every value can be told exactly.</summary>
public sealed class PcmDecodingTests
{
    [Test]
    public void EverySigned16Value_IsItselfOver32768([Values] bool bigEndian)
    {
        var bytes = new byte[65_536 * 2];
        for (int value = short.MinValue; value <= short.MaxValue; value++)
        {
            Span<byte> sample = bytes.AsSpan((value - short.MinValue) * 2);
            if (bigEndian)
                BinaryPrimitives.WriteInt16BigEndian(sample, (short)value);
            else
                BinaryPrimitives.WriteInt16LittleEndian(sample, (short)value);
        }

        float[] decoded = Decode(bigEndian ? SampleEncoding.Signed16BigEndian : SampleEncoding.Signed16, bytes);

        Assert.That(decoded, Is.EqualTo(Enumerable.Range(short.MinValue, 65_536).Select(value => value / 32_768f)));
    }

    [Test]
    public void EveryUnsigned8Value_IsCentredAt128()
    {
        byte[] bytes = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];

        Assert.That(Decode(SampleEncoding.Unsigned8, bytes), Is.EqualTo(Enumerable.Range(0, 256).Select(value => (value - 128) / 128f)));
    }

    [Test]
    public void Signed24Extremes_AreExact([Values] bool bigEndian)
    {
        int[] values = [-8_388_608, -8_388_607, -65_536, -32_769, -256, -255, -2, -1, 0, 1, 2, 127, 128, 255, 256, 65_535, 65_536, 8_388_606, 8_388_607];
        byte[] bytes = [.. values.SelectMany(value => bigEndian
            ? new[] { (byte)(value >> 16), (byte)(value >> 8), (byte)value }
            : [(byte)value, (byte)(value >> 8), (byte)(value >> 16)])];

        float[] decoded = Decode(bigEndian ? SampleEncoding.Signed24BigEndian : SampleEncoding.Signed24, bytes);

        Assert.That(decoded.Select(sample => sample * 8_388_608.0), Is.EqualTo(values.Select(value => (double)value)));
    }

    [Test]
    public void Signed32_IsRoundedOnce([Values] bool bigEndian)
    {
        int[] values = [int.MinValue, int.MinValue + 1, -16_777_217, -1, 0, 1, 16_777_217, 1_234_567_891, int.MaxValue];
        byte[] bytes = [.. values.SelectMany(value => BitConverter.GetBytes(bigEndian ? BinaryPrimitives.ReverseEndianness(value) : value))];

        float[] decoded = Decode(bigEndian ? SampleEncoding.Signed32BigEndian : SampleEncoding.Signed32, bytes);

        Assert.That(decoded, Is.EqualTo(values.Select(value => (float)(value / 2_147_483_648.0))));
    }

    [Test]
    public void Floats_ComeThroughBitForBit([Values] bool bigEndian, [Values] bool isDouble)
    {
        float[] values = [0, -0f, 1, -1, 1.5f, float.Epsilon, 0.1f, -0.333333f, 32_768, FloatSamples.Limit];
        byte[] bytes = [.. values.SelectMany(value => isDouble ? Bytes(value, bigEndian) : BytesOfSingle(value, bigEndian))];
        SampleEncoding encoding = (isDouble, bigEndian) switch
        {
            (false, false) => SampleEncoding.Float32,
            (false, true) => SampleEncoding.Float32BigEndian,
            (true, false) => SampleEncoding.Float64,
            (true, true) => SampleEncoding.Float64BigEndian,
        };

        float[] decoded = Decode(encoding, bytes);

        Assert.That(decoded.Select(BitConverter.SingleToUInt32Bits), Is.EqualTo(values.Select(BitConverter.SingleToUInt32Bits)));
    }

    [Test]
    public void ValuesThatAreNoNumbers_BecomeSilenceAndAreCounted([Values(1, 7, 8, 40)] int goodBefore)
    {
        float[] values =
        [
            .. Enumerable.Repeat(0.5f, goodBefore), float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue,
            -float.MaxValue, 0.25f,
        ];
        var converter = new AudioConverter(new AudioFormat(16_000, 1, SampleEncoding.Float32));

        float[] decoded = ConverterHelper.ConvertAll(converter, values.SelectMany(BitConverter.GetBytes).ToArray());

        Assert.That(converter.NonFiniteSamples, Is.EqualTo(5));
        Assert.That(decoded, Is.EqualTo(Enumerable.Repeat(0.5f, goodBefore).Concat([0f, 0, 0, 0, 0, 0.25f])));
    }

    [Test]
    public void DoubleBeyondSinglePrecision_BecomesSilenceAndIsCounted()
    {
        var converter = new AudioConverter(new AudioFormat(16_000, 1, SampleEncoding.Float64));

        float[] decoded = ConverterHelper.ConvertAll(converter, [.. Bytes(1e300, false), .. Bytes(double.NaN, false), .. Bytes(0.5, false)]);

        Assert.That(decoded, Is.EqualTo(new[] { 0f, 0f, 0.5f }));
        Assert.That(converter.NonFiniteSamples, Is.EqualTo(2));
    }

    [Test]
    public void Pcm16Encoding_IsTheInverseOfDecoding()
    {
        float[] samples = [.. Enumerable.Range(short.MinValue, 65_536).Select(value => value / 32_768f)];
        var bytes = new byte[samples.Length * 2];

        Pcm16.Encode(samples, bytes);

        Assert.That(Decode(SampleEncoding.Signed16, bytes), Is.EqualTo(samples));
    }

    [Test]
    public void Pcm16Encoding_RoundsAndClamps()
    {
        (double Sample, short Expected)[] cases =
        [
            (1, 32_767), (-1, -32_768), (1.5, 32_767), (-1.5, -32_768), (1e9, 32_767), (-1e9, -32_768), (0.5 / 32_768, 0), (1.5 / 32_768, 2), (2.5 / 32_768, 2),
            (-0.5 / 32_768, 0), (-1.5 / 32_768, -2), (0.51 / 32_768, 1), (-0.51 / 32_768, -1), (32_766.4 / 32_768, 32_766), (32_766.6 / 32_768, 32_767),
        ];
        var bytes = new byte[cases.Length * 2];

        Pcm16.Encode([.. cases.Select(item => (float)item.Sample)], bytes);

        Assert.That(Enumerable.Range(0, cases.Length).Select(i => BinaryPrimitives.ReadInt16LittleEndian(bytes.AsSpan(2 * i))), Is.EqualTo(cases.Select(item => item.Expected)));
    }

    private static float[] Decode(SampleEncoding encoding, byte[] bytes) => ConverterHelper.ConvertAll(new AudioFormat(16_000, 1, encoding), bytes);

    private static byte[] Bytes(double value, bool bigEndian)
    {
        byte[] bytes = BitConverter.GetBytes(value);
        return bigEndian ? [.. bytes.Reverse()] : bytes;
    }

    private static byte[] BytesOfSingle(float value, bool bigEndian)
    {
        byte[] bytes = BitConverter.GetBytes(value);
        return bigEndian ? [.. bytes.Reverse()] : bytes;
    }
}
