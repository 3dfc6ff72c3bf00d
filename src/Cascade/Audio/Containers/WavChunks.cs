namespace Cascade.Audio.Containers;

/// <summary>Tells chunks of a WAV file from bytes that are none.</summary>
internal static class WavChunks
{
    /// <summary>Bytes of an identifier and a size.</summary>
    public const int HeaderLength = 8;

    private const int IdLength = 4;

    /// <summary>Whether bytes begin with the identifier of a chunk: a letter, then three printable characters.</summary>
    public static bool HasId(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= IdLength && char.IsAsciiLetter((char)bytes[0]) && !bytes[..IdLength].ContainsAnyExceptInRange((byte)' ', (byte)'~');

    /// <summary>
    /// Whether a chunk of odd length is followed by the byte that makes it even. Some writers leave that byte out. It is missing where an identifier stands in its place, and none that is read
    /// stands behind it.
    /// </summary>
    /// <param name="bytes">A byte more than a header.</param>
    public static bool HasPad(ReadOnlySpan<byte> bytes) => !HasId(bytes) || bytes[1..].StartsWith("fmt "u8) || bytes[1..].StartsWith("data"u8);
}
