using System.Buffers.Binary;
using System.Text;

namespace Cascade.Tests;

public sealed class WavFileTests
{
    private string _path = "";

    [SetUp]
    public void NameFile() => _path = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{TestContext.CurrentContext.Test.ID}.wav");

    [TearDown]
    public void DeleteFile() => File.Delete(_path);

    [Test]
    public async Task ChunksBeforeTheSamples_ArePassedOver()
    {
        byte[] wav = [.. Header(declared: 2048, Chunk("LIST", new byte[7])), .. new byte[2048], .. Chunk("id3 ", new byte[4])];
        Assert.That((await ReadAsync(wav)).Samples, Is.EqualTo(1024));
    }

    [Test]
    public async Task Truncated_TheOfflineResultSaysSo()
    {
        SpeechTimestamps result = await ReadAsync([.. Header(declared: 4096), .. new byte[3000]]);
        Assert.That(result.Samples, Is.EqualTo(1500));
        Assert.That(result.Truncation, Has.Property("Path").EqualTo(_path).And.Property("Expected").Contains("4096").And.Property("Found").Contains("3000"));
    }

    [Test]
    public async Task Truncated_TheStreamGivesEverythingAndThenFails()
    {
        await File.WriteAllBytesAsync(_path, [.. Header(declared: 4096), .. new byte[3000]]);
        await using StreamProcessor processor = new(new StreamProcessorOptions(), () => new ScriptedInference(1f));
        List<CascadeResult> results = [];
        AudioFormatException error = (await Assert.ThrowsAsync<AudioFormatException>(async () =>
        {
            await foreach (CascadeResult result in processor.ProcessFileAsync(_path))
            {
                results.Add(result);
            }
        }))!;
        Assert.That(error.Message, Does.Contain(_path).And.Contain("truncated"));
        Assert.That(((SpeechSegment)results.Single()).EndSample, Is.EqualTo(1500));
    }

    private static IEnumerable<TestCaseData> Unreadable()
    {
        yield return new TestCaseData(Array.Empty<byte>(), "an empty file");
        yield return new TestCaseData(new byte[100], "another type");
        yield return new TestCaseData("RIFF"u8.ToArray(), "the end of the file in place of the RIFF header");
        yield return new TestCaseData(Header(0)[..20], "the end of the file in place of the format chunk");
        yield return new TestCaseData(Header(0)[..36], "the end of the file in place of a data chunk");
        yield return new TestCaseData(Header(0, formatChunk: Chunk("fmt ", new byte[10])), "a format chunk of 10 bytes");
        yield return new TestCaseData(Header(0, formatChunk: []), "samples before a format chunk");
        yield return new TestCaseData(Header(0, formatChunk: Format(tag: 3, channels: 2, rate: 48_000, bits: 32)), "48000 Hz, 2 channel(s), 32 bits, format tag 3");
        yield return new TestCaseData(Header(0, formatChunk: Format(tag: 1, channels: 1, rate: 8_000, bits: 16)), "8000 Hz");
    }

    [TestCaseSource(nameof(Unreadable))]
    public async Task UnreadableFile_IsRefusedWithWhatWasFound(byte[] wav, string found)
    {
        AudioFormatException error = (await Assert.ThrowsAsync<AudioFormatException>(() => ReadAsync(wav)))!;
        Assert.That(error.Found, Does.Contain(found));
        Assert.That(error.Message, Does.Contain(_path).And.Contain("16,000 Hz").And.Contain(found));
    }

    [Test]
    public async Task MissingFile_IsTheFileSystemsError() =>
        await Assert.ThrowsAsync<FileNotFoundException>(() => SpeechTimestamps.FromFileAsync(_path));

    [Test]
    public async Task NoSamples_GiveNoSpeech() => Assert.That((await ReadAsync(Header(0))).Speech, Is.Empty);

    private async Task<SpeechTimestamps> ReadAsync(byte[] wav)
    {
        await File.WriteAllBytesAsync(_path, wav);
        return await SpeechTimestamps.FromFileAsync(_path, new SpeechTimestampsOptions { ShareSession = true });
    }

    private static byte[] Header(uint declared, byte[]? extra = null, byte[]? formatChunk = null)
    {
        byte[] data = Chunk("data", []);
        BinaryPrimitives.WriteUInt32LittleEndian(data.AsSpan(4), declared);
        return [.. Chunk("RIFF", []), .. "WAVE"u8, .. formatChunk ?? Format(tag: 1, channels: 1, rate: 16_000, bits: 16), .. extra ?? [], .. data];
    }

    private static byte[] Format(short tag, short channels, int rate, short bits)
    {
        byte[] body = new byte[16];
        BinaryPrimitives.WriteInt16LittleEndian(body, tag);
        BinaryPrimitives.WriteInt16LittleEndian(body.AsSpan(2), channels);
        BinaryPrimitives.WriteInt32LittleEndian(body.AsSpan(4), rate);
        BinaryPrimitives.WriteInt16LittleEndian(body.AsSpan(14), bits);
        return Chunk("fmt ", body);
    }

    private static byte[] Chunk(string id, byte[] body)
    {
        byte[] chunk = [.. Encoding.ASCII.GetBytes(id), 0, 0, 0, 0, .. body, .. new byte[body.Length % 2]];
        BinaryPrimitives.WriteInt32LittleEndian(chunk.AsSpan(4), body.Length);
        return chunk;
    }
}
