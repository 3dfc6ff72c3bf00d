namespace Cascade.Tests;

/// <summary>The samples of a WAV file whose header has the plain 44 bytes.</summary>
internal sealed record Recording(string Path, byte[] Audio)
{
    private const int HeaderBytes = 44;

    public static Recording Conversation { get; } = Read(System.IO.Path.Combine(Golden.CommittedFolder, "conversation.wav"));

    public static Recording Monologue { get; } = Read(System.IO.Path.Combine(Golden.CommittedFolder, "monologue.wav"));

    /// <summary>The conversation at 8 kHz.</summary>
    public static Recording Conversation8k { get; } = Read(System.IO.Path.Combine(Golden.CommittedFolder, "conversation-8k.wav"));

    public long Samples => Audio.Length / 2;

    public static Recording Read(string path) => new(path, File.ReadAllBytes(path)[HeaderBytes..]);

    /// <summary>The bytes of a range of samples.</summary>
    public ReadOnlyMemory<byte> Range(long start, long end) => Audio.AsMemory((int)(2 * start), (int)(2 * (end - start)));
}
