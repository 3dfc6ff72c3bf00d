
namespace Cascade.Tests.Audio;

public sealed class AudioFormatTests
{
    [Test]
    public void DefaultFormat_NeedsNoConversion()
    {
        Assert.That(AudioFormat.Pcm16Mono16k, Is.EqualTo(new AudioFormat(16_000, 1, SampleEncoding.Signed16)));
        Assert.That(AudioFormat.Pcm16Mono16k.IsNative);
    }

    [TestCase(8_000, 1, SampleEncoding.Signed16)]
    [TestCase(16_000, 2, SampleEncoding.Signed16)]
    [TestCase(16_000, 1, SampleEncoding.Float32)]
    public void OtherFormats_NeedConversion(int rateHz, int channels, SampleEncoding encoding) =>
        Assert.That(new AudioFormat(rateHz, channels, encoding).IsNative, Is.False);

    [Test]
    public void BrowserFormat_HasEightBytesPerBlock() =>
        Assert.That(new AudioFormat(48_000, channels: 2, SampleEncoding.Float32).BytesPerBlock, Is.EqualTo(8));

    [TestCase(3_999, 1)]
    [TestCase(384_001, 1)]
    [TestCase(16_000, 0)]
    [TestCase(16_000, 65)]
    [TestCase(int.MinValue, 1)]
    [TestCase(16_000, int.MaxValue)]
    public void ValueOutsideItsRange_Throws(int rateHz, int channels) =>
        Assert.That(() => new AudioFormat(rateHz, channels), Throws.TypeOf<ArgumentOutOfRangeException>());

    [Test]
    public void UnknownEncoding_Throws() =>
        Assert.That(() => new AudioFormat(16_000, 1, (SampleEncoding)99), Throws.TypeOf<ArgumentOutOfRangeException>());

    [TestCase(-1)]
    [TestCase(2)]
    public void ChannelThatDoesNotExist_Throws(int channel) =>
        Assert.That(() => new AudioFormat(16_000, 2) { Channel = channel }, Throws.TypeOf<ArgumentOutOfRangeException>());

    [Test]
    public void FormatsThatDifferInTheChannel_AreNotEqual() =>
        Assert.That(new AudioFormat(16_000, 2) { Channel = 1 }, Is.Not.EqualTo(new AudioFormat(16_000, 2)));
}
