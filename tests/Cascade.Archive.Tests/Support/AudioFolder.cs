using System.Buffers.Binary;

namespace Cascade.Archive.Tests.Support;

/// <summary>A folder of short WAV files, each another piece of a conversation.</summary>
internal sealed class AudioFolder : IDisposable
{
    private const int HeaderBytes = 44;
    private const int SampleRate = 16_000;
    private static readonly byte[] Conversation = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "conversation.wav"));

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cascade-archive");

    public string FullName => _folder.FullName;

    /// <summary>Adds files.</summary>
    /// <returns>Their paths.</returns>
    public string[] Add(int count, double seconds)
    {
        string[] paths = [.. Enumerable.Range(0, count).Select(number => Path.Combine(FullName, $"{number:D4}.wav"))];
        for (int i = 0; i < count; i++)
        {
            File.WriteAllBytes(paths[i], Piece(i, seconds));
        }

        return paths;
    }

    /// <summary>Gets a piece of the conversation; another one for each number.</summary>
    public static byte[] Piece(int number, double seconds)
    {
        int bytes = (int)(seconds * SampleRate) * sizeof(short);
        int start = HeaderBytes + (number * 331 * sizeof(short) % (Conversation.Length - HeaderBytes - bytes) & ~1);
        byte[] wav = [.. Conversation.AsSpan(0, HeaderBytes), .. Conversation.AsSpan(start, bytes)];
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(4), wav.Length - 8);
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(HeaderBytes - 4), bytes);
        return wav;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
