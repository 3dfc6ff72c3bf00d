using Cascade.Audio.Containers;

namespace Cascade.Tests.Audio;

public sealed class WavTests
{
    private static readonly byte[] Samples = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
    private static readonly byte[] Mono16 = WavBuilder.Format(1, 1, 16_000, 16);

    [TestCase(1, 8, SampleEncoding.Unsigned8)]
    [TestCase(1, 16, SampleEncoding.Signed16)]
    [TestCase(1, 12, SampleEncoding.Signed16)]
    [TestCase(1, 24, SampleEncoding.Signed24)]
    [TestCase(1, 20, SampleEncoding.Signed24)]
    [TestCase(1, 32, SampleEncoding.Signed32)]
    [TestCase(3, 32, SampleEncoding.Float32)]
    [TestCase(3, 64, SampleEncoding.Float64)]
    [TestCase(6, 8, SampleEncoding.ALaw)]
    [TestCase(7, 8, SampleEncoding.MuLaw)]
    public async Task EachEncoding_IsRead(int tag, int bits, SampleEncoding encoding)
    {
        byte[] wav = WavBuilder.Riff(WavBuilder.Format((ushort)tag, 2, 44_100, bits), WavBuilder.Chunk("data", Samples));
        byte[] extensible = WavBuilder.Riff(WavBuilder.Extensible((ushort)tag, 2, 44_100, (bits + 7) / 8 * 8, bits), WavBuilder.Chunk("data", Samples));

        Assert.That((await ReadAsync(wav)).Format, Is.EqualTo(new AudioFormat(44_100, 2, encoding)));
        Assert.That((await ReadAsync(extensible)).Format, Is.EqualTo(new AudioFormat(44_100, 2, encoding)));
        Assert.That((await ReadAsync(wav)).Audio, Is.EqualTo(Samples));
    }

    [Test]
    public async Task OtherChunks_ArePassedOver()
    {
        byte[] wav = WavBuilder.Riff(
            WavBuilder.Chunk("bext", new byte[5_001]), Mono16, WavBuilder.Chunk("LIST", [1, 2, 3]), WavBuilder.Chunk("data", Samples), WavBuilder.Chunk("LIST", [4, 5, 6, 7]));

        Assert.That((await ReadAsync(wav)).Audio, Is.EqualTo(Samples));
    }

    [Test]
    public async Task OddAudio_IsReadWithoutItsPadding()
    {
        byte[] wav = WavBuilder.Riff(WavBuilder.Format(1, 1, 8_000, 8), WavBuilder.Chunk("data", [1, 2, 3]), WavBuilder.Chunk("LIST", [4, 5]));

        Assert.That((await ReadAsync(wav)).Audio, Is.EqualTo(new byte[] { 1, 2, 3 }));
    }

    [TestCase(0u, 0u)]
    [TestCase(0u, 36u)]
    [TestCase(uint.MaxValue, uint.MaxValue)]
    [TestCase(uint.MaxValue, 0u)]
    [TestCase(0u, uint.MaxValue)]
    public async Task SizesOfALiveRecorder_MeanToTheEnd(uint dataSize, uint riffSize)
    {
        byte[] wav = WavBuilder.Whole("RIFF", riffSize, Mono16, WavBuilder.Chunk("data", Samples, dataSize));

        (_, byte[] audio, string? shortfall) = await ReadAsync(wav);

        Assert.That(audio, Is.EqualTo(Samples));
        Assert.That(shortfall, Is.Null);
    }

    [Test]
    public async Task EmptyAudioBeforeOtherChunks_IsEmpty()
    {
        byte[] wav = WavBuilder.Riff(Mono16, WavBuilder.Chunk("data", []), WavBuilder.Chunk("LIST", [1, 2, 3, 4]));

        Assert.That((await ReadAsync(wav)).Audio, Is.Empty);
    }

    [TestCase("RF64")]
    [TestCase("BW64")]
    public async Task SizesOf64Bits_Count(string id)
    {
        byte[] wav = WavBuilder.Whole(
            id, uint.MaxValue, WavBuilder.Sizes64(100, 12), Mono16, WavBuilder.Chunk("data", Samples, uint.MaxValue), WavBuilder.Chunk("LIST", [4, 5]));

        Assert.That((await ReadAsync(wav)).Audio, Is.EqualTo(Samples));
    }

    [Test]
    public async Task AudioBeyondFourGigabytes_IsReadToItsEnd()
    {
        const long Length = 5_000_000_002;
        byte[] header = WavBuilder.Whole("RF64", uint.MaxValue, WavBuilder.Sizes64(0, Length), Mono16, WavBuilder.Chunk("data", [], uint.MaxValue));
        await using AudioFile file = await AudioFile.OpenAsync(new PrefixedStream(header, new ZeroStream(Length + 1_000)));

        Assert.That(await CountAsync(file.Pcm), Is.EqualTo(Length));
        Assert.That(file.Truncation, Is.Null);
    }

    [Test]
    public async Task CutOffAudio_GivesWhatIsThereAndSaysSo()
    {
        byte[] wav = WavBuilder.Riff(Mono16, WavBuilder.Chunk("data", Samples, 1_000));

        (_, byte[] audio, string? shortfall) = await ReadAsync(wav);

        Assert.That(audio, Is.EqualTo(Samples));
        Assert.That(shortfall, Does.Contain("expected 1000 bytes").And.Contain("found 12"));
    }

    [Test]
    public void HeaderCutOffAnywhere_IsAFormatException()
    {
        byte[] wav = WavBuilder.Riff(WavBuilder.Chunk("LIST", [1, 2, 3]), WavBuilder.Extensible(1, 2, 44_100, 24, 20), WavBuilder.Chunk("data", []));

        for (int length = 0; length < wav.Length; length++)
        {
            Assert.That(async () => await ReadAsync(wav[..length]), Throws.TypeOf<AudioFormatException>(), $"{length} bytes");
        }
    }

    private static IEnumerable<TestCaseData> Malformed()
    {
        byte[] data = WavBuilder.Chunk("data", Samples);
        yield return Case("unknown encoding", "format tag 0x1234", WavBuilder.Format(0x1234, 1, 8_000, 4), data);
        yield return Case("no channels", "channels", WavBuilder.Format(1, 0, 8_000, 16), data);
        yield return Case("65 channels", "channels", WavBuilder.Format(1, 65, 8_000, 16), data);
        yield return Case("no rate", "sample rate", WavBuilder.Format(1, 1, 0, 16), data);
        yield return Case("absurd rate", "sample rate", WavBuilder.Format(1, 1, -1, 16), data);
        yield return Case("no bits", "bits", WavBuilder.Format(1, 1, 8_000, 0), data);
        yield return Case("block size of another width", "block size", WavBuilder.Format(1, 1, 8_000, 16, blockBytes: 4), data);
        yield return Case("short format", "too short", WavBuilder.Chunk("fmt ", new byte[14]), data);
        yield return Case("extensible without extension", "40 bytes", WavBuilder.Format(0xFFFE, 1, 8_000, 16), data);
        yield return Case("unknown GUID", "sub-format", WavBuilder.Format(0xFFFE, 1, 8_000, 16, new byte[22]), data);
        yield return Case("no format", "no format", data);
        yield return Case("two formats", "two formats", Mono16, Mono16, data);
        yield return Case("no audio", "cut off", Mono16);
        yield return Case("endless chunks", "does not end", [.. Enumerable.Repeat(WavBuilder.Chunk("LIST", []), 2_000)]);

        static TestCaseData Case(string name, string message, params byte[][] chunks) => new TestCaseData(WavBuilder.Riff(chunks), message).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Malformed))]
    public async Task MalformedHeader_IsAFormatExceptionThatSaysWhat(byte[] wav, string message)
    {
        AudioFormatException? fault = await Assert.ThrowsAsync<AudioFormatException>(async () => await ReadAsync(wav));

        Assert.That(fault!.Message, Does.Contain(message));
        Assert.That(fault.Expected, Is.Not.Empty);
        Assert.That(fault.Found, Is.Not.Empty);
    }

    [Test]
    public void RF64WithoutItsSizes_IsAFormatException([Values] bool negative)
    {
        byte[] data = WavBuilder.Chunk("data", Samples, uint.MaxValue);
        byte[] wav = negative ? WavBuilder.Whole("RF64", uint.MaxValue, WavBuilder.Sizes64(0, ulong.MaxValue), Mono16, data) : WavBuilder.Whole("RF64", uint.MaxValue, Mono16, data);

        Assert.That(async () => await ReadAsync(wav), Throws.TypeOf<AudioFormatException>());
    }

    [Test]
    public async Task HeaderAndConversion_GoTogether()
    {
        short[] values = [.. Enumerable.Range(-500, 1_000).Select(value => (short)(value * 60))];
        byte[] pcm = [.. values.SelectMany(BitConverter.GetBytes)];

        (AudioFormat format, byte[] audio, _) = await ReadAsync(WavBuilder.Simple(pcm));

        Assert.That(format.IsNative);
        Assert.That(ConverterHelper.ConvertAll(format, audio), Is.EqualTo(values.Select(value => value / 32_768f)));
    }

    private static async Task<(AudioFormat Format, byte[] Audio, string? Shortfall)> ReadAsync(byte[] wav)
    {
        await using AudioFile file = await AudioFile.OpenAsync(new TrickleStream(wav));
        var audio = new MemoryStream();
        await file.Pcm.CopyToAsync(audio);
        return (file.Format, audio.ToArray(), file.Truncation?.Message);
    }

    private static async Task<long> CountAsync(Stream stream)
    {
        var buffer = new byte[1 << 20];
        long count = 0;
        int read;
        while ((read = await stream.ReadAsync(buffer)) > 0)
        {
            count += read;
        }

        return count;
    }

    /// <summary>Says that it has read, without the cost of doing it.</summary>
    private sealed class ZeroStream(long length) : ForwardStream
    {
        private long _left = length;

        public override int Read(Span<byte> buffer)
        {
            int count = (int)Math.Min(buffer.Length, _left);
            _left -= count;
            return count;
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(Read(buffer.Span));
    }
}
