using Cascade.Audio.Containers;

namespace Cascade.Tests.Audio;

/// <summary>WAV files as recorders, telephone systems and live writers really leave them.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class FieldWavTests
{
    private static readonly byte[] Samples = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
    private static readonly byte[] Mono16 = WavBuilder.Format(1, 1, 16_000, 16);

    [TestCase(1, 8, SampleEncoding.Unsigned8)]
    [TestCase(1, 16, SampleEncoding.Signed16BigEndian)]
    [TestCase(1, 24, SampleEncoding.Signed24BigEndian)]
    [TestCase(1, 32, SampleEncoding.Signed32BigEndian)]
    [TestCase(3, 32, SampleEncoding.Float32BigEndian)]
    [TestCase(3, 64, SampleEncoding.Float64BigEndian)]
    [TestCase(6, 8, SampleEncoding.ALaw)]
    [TestCase(7, 8, SampleEncoding.MuLaw)]
    public async Task BigEndianFile_IsReadInItsByteOrder(int tag, int bits, SampleEncoding encoding)
    {
        int block = 2 * bits / 8;
        byte[] wav =
        [
            .. "RIFX"u8, 0, 0, 0, 60, .. "WAVE"u8, .. "LIST"u8, 0, 0, 0, 2, 65, 66,
            .. "fmt "u8, 0, 0, 0, 16, 0, (byte)tag, 0, 2, 0, 0, 0xAC, 0x44, 0, 0, 0, 0, 0, (byte)block, 0, (byte)bits,
            .. "data"u8, 0, 0, 0, 12, .. Samples,
        ];

        (AudioFile file, byte[] audio) = await ReadAsync(wav);

        Assert.That((file.Format, file.UnreadBytes), Is.EqualTo((new AudioFormat(44_100, 2, encoding), (long)Samples.Length % block)));
        Assert.That(audio, Is.EqualTo(Samples));
    }

    [TestCase(2, 16_000u)]
    [TestCase(2, 64_000u)]
    [TestCase(2, uint.MaxValue)]
    [TestCase(0, 0u)]
    [TestCase(0, 32_000u)]
    [TestCase(1, 16_000u)]
    [TestCase(4, 32_000u)]
    public async Task FieldsThatPcmDoesNotNeed_MayBeWrong(int blockBytes, uint byteRate)
    {
        byte[] wav = WavBuilder.Riff(WavBuilder.Format(1, 1, 16_000, 16, blockBytes: blockBytes, byteRate: byteRate), WavBuilder.Chunk("data", Samples));

        (AudioFile file, byte[] audio) = await ReadAsync(wav);

        Assert.That((file.Format, audio), Is.EqualTo((new AudioFormat(16_000), Samples)));
    }

    [TestCase(0x7FFFF000u, 0x7FFFF024u)]
    [TestCase(0x7FFFFFFFu, 0x7FFFFFFFu)]
    [TestCase(0x80000000u, 0x80000024u)]
    [TestCase(0xFFFFF000u, 0xFFFFF024u)]
    [TestCase(0xFFFFFFFFu - 36, 0xFFFFFFFFu)]
    public async Task SizeThatALiveWriterMadeUp_IsNoComplaint(uint dataSize, uint riffSize)
    {
        (AudioFile file, byte[] audio) = await ReadAsync(WavBuilder.Whole("RIFF", riffSize, Mono16, WavBuilder.Chunk("data", Samples, dataSize)));

        Assert.That(audio, Is.EqualTo(Samples));
        Assert.That((file.Truncation, file.UnreadBytes, file.Duration), Is.EqualTo(((AudioFormatException?)null, 0L, (TimeSpan?)null)));
    }

    // sox writes the first size into a pipe, however long it goes on. A file that is really so long has other chunks behind its audio.
    [TestCase(true, 0x7FFFF000L)]
    [TestCase(false, 0x7FFFF000L + 5_000)]
    public async Task LiveWriterThatGoesOnBeyondItsSize_IsReadToTheEnd(bool endsWithChunk, long expected)
    {
        const uint Size = 0x7FFFF000;
        byte[] header = WavBuilder.Whole("RIFF", Size + 36, Mono16, WavBuilder.Chunk("data", [], Size));
        byte[] rest = endsWithChunk ? WavBuilder.Chunk("LIST", new byte[5_000]) : [.. Enumerable.Repeat((byte)3, 5_000)];
        await using AudioFile file = await AudioFile.OpenAsync(new PrefixedStream(header, new ZeroStream(Size, new MemoryStream(rest))));

        Assert.That(await CountAsync(file.Pcm), Is.EqualTo(expected));
        Assert.That((file.Truncation, file.UnreadBytes), Is.EqualTo(((AudioFormatException?)null, 0L)));
    }

    [Test]
    public async Task DataOfSizeNothingInAWholeOfTheRightSize_IsTheAudio()
    {
        (AudioFile file, byte[] audio) = await ReadAsync(WavBuilder.Riff(Mono16, WavBuilder.Chunk("data", Samples, 0)));

        Assert.That((file.Truncation, audio), Is.EqualTo(((AudioFormatException?)null, Samples)));
    }

    [TestCase(0)]
    [TestCase(0x7F)]
    [TestCase((int)' ')]
    [TestCase(null)]
    public async Task ByteThatMakesAChunkEven_MayBeAnyOrMissing(int? pad)
    {
        byte[] odd = [.. WavBuilder.Chunk("LIST", [1, 2, 3])[..^1], .. pad is { } value ? [(byte)value] : Array.Empty<byte>()];
        byte[] wav = WavBuilder.Riff(odd, Mono16, odd, WavBuilder.Chunk("data", Samples));

        (AudioFile file, byte[] audio) = await ReadAsync(wav);

        Assert.That((file.Format, audio, file.UnreadBytes), Is.EqualTo((new AudioFormat(16_000), Samples, 0L)));
    }

    private static IEnumerable<TestCaseData> Tails()
    {
        byte[] list = WavBuilder.Chunk("LIST", [1, 2, 3]);
        byte[] data = WavBuilder.Chunk("data", Samples);
        yield return Case("another chunk", 0, data, list);
        yield return Case("another chunk without its pad", 0, data, list[..^1], list);
        yield return Case("a few bytes", 0, data, [0, 0, 0, 0]);
        yield return Case("a second data chunk", 12, data, list, WavBuilder.Chunk("data", Samples));
        yield return Case("a second data chunk that is cut off", 7, data, WavBuilder.Chunk("data", Samples)[..^5]);
        yield return Case("a rest in no chunk", 5_000, data, [.. Enumerable.Repeat((byte)3, 5_000)]);
        yield return Case("zeros in no chunk", 40_000, data, new byte[40_000]);
        yield return Case("a chunk longer than the file", 500, data, [.. "abcd"u8, 0xFF, 0xFF, 0xFF, 0x7F, .. new byte[492]]);
        yield return Case("half a sample", 1, WavBuilder.Chunk("data", Samples[..11]));
        yield return Case("half a sample and a chunk without pad", 1, WavBuilder.Chunk("data", Samples[..11])[..^1], list);

        static TestCaseData Case(string name, long unread, params byte[][] chunks) => new TestCaseData(WavBuilder.Riff([Mono16, .. chunks]), unread).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Tails))]
    public async Task AudioThatIsLeftUnread_IsCounted(byte[] wav, long unread)
    {
        (AudioFile file, byte[] audio) = await ReadAsync(wav);
        await using AudioFile synchronous = await AudioFile.OpenAsync(new MemoryStream(wav));
        long before = synchronous.UnreadBytes;
        MemoryStream same = new();
        synchronous.Pcm.CopyTo(same);

        Assert.That(audio.Length, Is.InRange(11, 12));
        Assert.That((file.UnreadBytes, file.Truncation), Is.EqualTo((unread, (AudioFormatException?)null)));
        Assert.That((before, synchronous.UnreadBytes, same.Length), Is.EqualTo((0L, unread, (long)audio.Length)));
    }

    [Test]
    public async Task AudioThatIsLeftUnread_IsInEveryResult()
    {
        string path = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{Guid.NewGuid():N}.wav");
        await File.WriteAllBytesAsync(path, [.. WavBuilder.Simple(Samples), .. new byte[3_000]]);
        try
        {
            SpeechTimestamps whole = await SpeechTimestamps.DetectFileAsync(path);
            await using StreamProcessor processor = new(new StreamProcessorOptions());
            await processor.ProcessFileAsync(path).ToListAsync();
            long read = processor.GetStats().BytesUnread;
            processor.Reset();

            Assert.That((whole.UnreadBytes, whole.Resegment(new SpeechTimestampsOptions()).UnreadBytes, whole.Truncation), Is.EqualTo((3_000L, 3_000L, (AudioFormatException?)null)));
            Assert.That((read, processor.GetStats().BytesUnread), Is.EqualTo((3_000L, 0L)));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static async Task<(AudioFile File, byte[] Audio)> ReadAsync(byte[] wav)
    {
        AudioFile file = await AudioFile.OpenAsync(new TrickleStream(wav));
        var audio = new MemoryStream();
        await file.Pcm.CopyToAsync(audio);
        await file.DisposeAsync();
        return (file, audio.ToArray());
    }

    private static async Task<long> CountAsync(Stream stream)
    {
        var buffer = new byte[1 << 20];
        long count = 0;
        while (await stream.ReadAsync(buffer) is > 0 and int read)
        {
            count += read;
        }

        return count;
    }

    /// <summary>Says that it has read, without the cost of doing it; then there is a rest.</summary>
    private sealed class ZeroStream(long length, Stream rest) : ForwardStream
    {
        private long _left = length;

        public override int Read(Span<byte> buffer)
        {
            if (_left == 0)
            {
                return rest.Read(buffer);
            }

            int count = (int)Math.Min(buffer.Length, _left);
            _left -= count;
            return count;
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(Read(buffer.Span));
    }
}
