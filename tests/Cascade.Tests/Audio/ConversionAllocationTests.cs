using Cascade.Audio.Resampling;

namespace Cascade.Tests.Audio;

[NonParallelizable]
public sealed class ConversionAllocationTests
{
    [Test]
    public void SteadyState_AllocatesNothing(
        [Values(8_000, 16_000, 44_100, 47_999, 48_000)] int rateHz,
        [Values(SampleEncoding.Signed16, SampleEncoding.Signed24BigEndian, SampleEncoding.Float32, SampleEncoding.Float64, SampleEncoding.MuLaw)] SampleEncoding encoding,
        [Values(1, 2)] int channels)
    {
        var format = new AudioFormat(rateHz, channels, encoding);
        var converter = new AudioConverter(format);
        var chunk = new byte[format.BytesPerBlock * rateHz / 50 + 1]; // splits blocks
        var frame = new float[512];

        Assert.That(Allocations.FewestOfWork(() => Convert(converter, chunk, frame)), Is.Zero);
    }

    [Test]
    public void ConvertersOfOneRate_ShareTheFilter()
    {
        PolyphaseFilter first = PolyphaseFilter.For(new RateRatio(44_100));
        PolyphaseFilter second = PolyphaseFilter.For(new RateRatio(44_100));

        Assert.That(second, Is.SameAs(first));
    }

    [Test]
    public void EveryRate_HasASmallFilter([Values(4_001, 15_999, 16_001, 44_101, 47_999, 96_001, 383_999, 384_000)] int rateHz)
    {
        PolyphaseFilter filter = PolyphaseFilter.For(new RateRatio(rateHz));

        Assert.That(filter.Rows.Length * sizeof(float), Is.LessThanOrEqualTo(300_000));
    }

    private static void Convert(AudioConverter converter, ReadOnlySpan<byte> chunk, Span<float> frame)
    {
        int written;
        do
        {
            written = converter.Convert(chunk, frame, out int consumed);
            chunk = chunk[consumed..];
        }
        while (written == frame.Length);
    }
}
