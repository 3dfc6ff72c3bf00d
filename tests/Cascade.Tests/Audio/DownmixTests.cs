
namespace Cascade.Tests.Audio;

public sealed class DownmixTests
{
    [Test]
    public void SeveralChannels_GiveTheirMean([Values(2, 3, 6, 64)] int channels, [Values(1, 7, 1_500)] int blocks)
    {
        var random = new Random(channels);
        short[] values = [.. Enumerable.Range(0, channels * blocks).Select(_ => (short)random.Next(short.MinValue, short.MaxValue))];

        float[] mono = ConverterHelper.ConvertAll(new AudioFormat(16_000, channels), values.SelectMany(BitConverter.GetBytes).ToArray());

        double[] expected = [.. values.Chunk(channels).Select(block => block.Average(value => value / 32_768.0))];
        Assert.That(mono, Has.Length.EqualTo(blocks));
        Assert.That(mono.Zip(expected, (is_, should) => Math.Abs(is_ - should)).Max(), Is.LessThan(1e-6));
    }

    [Test]
    public void OneChannel_ComesThroughExactly(
        [Values(2, 5, 64)] int channels, [Values(SampleEncoding.Unsigned8, SampleEncoding.Signed24, SampleEncoding.Float64)] SampleEncoding encoding)
    {
        var random = new Random(channels);
        var format = new AudioFormat(16_000, channels, encoding);
        var mono = new AudioFormat(16_000, 1, encoding);
        byte[] samples = [.. Enumerable.Range(0, 1_300 * channels).SelectMany(_ => Sample(random, encoding))];
        int chosen = channels - 1;

        float[] converted = ConverterHelper.ConvertAll(format with { Channel = chosen }, samples);

        byte[] only = [.. samples.Chunk(format.BytesPerBlock).SelectMany(block => block.Skip(chosen * mono.BytesPerBlock).Take(mono.BytesPerBlock))];
        Assert.That(converted, Is.EqualTo(ConverterHelper.ConvertAll(mono, only)));
    }

    [Test]
    public void GarbageInAnotherChannel_IsNotHeard()
    {
        byte[] blocks = [.. BitConverter.GetBytes(float.NaN), .. BitConverter.GetBytes(0.5f)];
        var converter = new AudioConverter(new AudioFormat(16_000, 2, SampleEncoding.Float32) { Channel = 1 });

        Assert.That(ConverterHelper.ConvertAll(converter, blocks), Is.EqualTo(new[] { 0.5f }));
        Assert.That(converter.NonFiniteSamples, Is.Zero);
    }

    private static byte[] Sample(Random random, SampleEncoding encoding)
    {
        if (encoding == SampleEncoding.Float64)
        {
            return BitConverter.GetBytes(random.NextDouble() * 2 - 1);
        }

        var bytes = new byte[encoding == SampleEncoding.Unsigned8 ? 1 : 3];
        random.NextBytes(bytes);
        return bytes;
    }
}
