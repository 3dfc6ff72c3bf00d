using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Cascade.Browser.Tests.Support;

/// <summary>A WAV file of mono 16-bit samples at 16 kHz, which is what the page saves and what the recordings are.</summary>
internal static class Wav
{
    public const int SampleRate = 16_000;

    private const int HeaderBytes = 44;

    private static readonly DirectoryInfo Excerpted = Directory.CreateTempSubdirectory("cascade-excerpts-");

    public static string Golden(string name) => Path.Combine(AppContext.BaseDirectory, "Golden", name);

    /// <summary>The samples. Fails where the header is not that of such a file, to the byte.</summary>
    public static short[] Read(byte[] file)
    {
        Assert.Multiple(() =>
        {
            Assert.That(Encoding.ASCII.GetString(file, 0, 4) + Encoding.ASCII.GetString(file, 8, 8) + Encoding.ASCII.GetString(file, 36, 4), Is.EqualTo("RIFFWAVEfmt data"));
            Assert.That(Number(4), Is.EqualTo(file.Length - 8));
            Assert.That(Number(16), Is.EqualTo(16));
            Assert.That(Number(20), Is.EqualTo(1 | 1 << 16), "PCM, mono");
            Assert.That(Number(24), Is.EqualTo(SampleRate));
            Assert.That(Number(28), Is.EqualTo(SampleRate * 2));
            Assert.That(Number(32), Is.EqualTo(2 | 16 << 16), "2 bytes, 16 bits");
            Assert.That(Number(40), Is.EqualTo(file.Length - HeaderBytes));
        });
        return MemoryMarshal.Cast<byte, short>(file.AsSpan(HeaderBytes)).ToArray();

        int Number(int at) => BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at));
    }

    public static void DeleteExcerpts() => Excerpted.Delete(recursive: true);

    /// <summary>A temporary file with a part of a golden recording.</summary>
    public static string Excerpt(double from, double to) => Excerpts(0, (from, to));

    /// <summary>A temporary file with parts of a golden recording, from second to second, and silence before, between and after them.</summary>
    public static string Excerpts(double silenceSeconds, params (double From, double To)[] parts)
    {
        short[] samples = Read(File.ReadAllBytes(Golden("conversation.wav")));
        short[] silence = new short[(int)(silenceSeconds * SampleRate)];
        short[] part = [.. silence, .. parts.SelectMany(p => (short[])[.. samples[(int)(p.From * SampleRate)..(int)(p.To * SampleRate)], .. silence])];
        string path = Path.Combine(Excerpted.FullName, $"{Guid.NewGuid():N}.wav");
        using BinaryWriter writer = new(File.Create(path));
        writer.Write("RIFF"u8);
        writer.Write(HeaderBytes - 8 + part.Length * 2);
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write(1 | 1 << 16);
        writer.Write(SampleRate);
        writer.Write(SampleRate * 2);
        writer.Write(2 | 16 << 16);
        writer.Write("data"u8);
        writer.Write(part.Length * 2);
        writer.Write(MemoryMarshal.AsBytes<short>(part));
        return path;
    }
}
