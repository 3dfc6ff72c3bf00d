namespace Cascade.Tests;

/// <summary>Damaged files: an answer or one kind of exception, in bounded memory, and an end.</summary>
[NonParallelizable] // it counts what the process allocates
public sealed class MutatedFileTests
{
    private const int Cases = 40;
    private const long MaxAllocatedBytes = 256L * 1024 * 1024; // all that one file makes the decoders allocate, garbage included

    private static readonly string[] Names = ["mono-16000.mp3", "joint-stereo.mp3", "layer2.mp2", "mono.ogg", "stereo.ogg", "hybrid.opus", "celt.opus", "surround.opus"];

    [TestCaseSource(nameof(Names))]
    public async Task MutatedFile_IsDecodedOrRefusedInBoundedMemory(string name)
    {
        byte[] original = (await File.ReadAllBytesAsync(EncodedFile.Named(name).Path))[..30_000];
        for (int seed = 0; seed < Cases; seed++)
        {
            byte[] bytes = Mutations.Mutate(original, new Random(seed));
            long before = GC.GetTotalAllocatedBytes();
            (long samples, string? refused) = await DecodeAsync(bytes);
            long allocated = GC.GetTotalAllocatedBytes() - before;
            Assert.That(allocated, Is.LessThan(MaxAllocatedBytes), $"seed {seed}");
            Assert.That(samples, Is.LessThan(100_000_000), $"seed {seed}: 30 KB are minutes at most");
            Assert.That(refused, Is.Null.Or.Not.Contain("Exception").And.Not.Contain("Object reference"), $"seed {seed}");
        }
    }

    [Test]
    public async Task PagesThatProveWrong_EndTheReadingSoon()
    {
        byte[] bytes = [.. (await File.ReadAllBytesAsync(EncodedFile.Named("mono.ogg").Path))[..10_000], .. Enumerable.Repeat("OggS\0\0"u8.ToArray(), 200_000).SelectMany(page => page)];
        (_, string? refused) = await DecodeAsync(bytes);
        Assert.That(refused, Does.Contain("wrong checksum"));
    }

    // What an AudioFormatException says, or null. Every other exception fails the test.
    private static async Task<(long Samples, string? Refused)> DecodeAsync(byte[] bytes)
    {
        byte[] pcm = new byte[64 * 1024];
        long samples = 0;
        try
        {
            await using AudioFile file = await AudioFile.OpenAsync(new MemoryStream(bytes));
            while (await file.Pcm.ReadAsync(pcm) is > 0 and int count)
            {
                samples += count / sizeof(float);
            }

            _ = file.Truncation;
            return (samples, null);
        }
        catch (AudioFormatException fault)
        {
            return (samples, fault.Message);
        }
    }
}
