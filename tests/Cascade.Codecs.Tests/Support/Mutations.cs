using Cascade.Codecs.Ogg;

namespace Cascade.Tests;

/// <summary>Files that are damaged at random, the same way for the same seed.</summary>
internal static class Mutations
{
    private const int HeaderBytes = 6_000;

    public static byte[] Mutate(byte[] original, Random random)
    {
        byte[] bytes = [.. original];
        int mode = random.Next(6);
        for (int i = 1 << random.Next(8); i > 0; i--)
        {
            int at = random.Next(random.Next(2) == 0 ? Math.Min(bytes.Length, HeaderBytes) : bytes.Length);
            bytes[at] = mode switch
            {
                0 => (byte)random.Next(256),
                1 => 0xFF,
                2 => 0,
                _ => (byte)(bytes[at] ^ (1 << random.Next(8))),
            };
        }

        if (mode == 4)
        {
            bytes = bytes[..random.Next(bytes.Length)];
        }
        else if (mode == 5)
        {
            int from = random.Next(bytes.Length);
            bytes = [.. bytes[..from], .. bytes[Math.Min(bytes.Length, from + random.Next(5_000))..]];
        }

        if (random.Next(4) > 0)
        {
            RepairChecksums(bytes); // so that damage reaches the decoders
        }

        return bytes;
    }

    /// <summary>Makes all pages right again.</summary>
    public static void RepairChecksums(Span<byte> bytes)
    {
        for (int at = bytes.IndexOf("OggS"u8); at >= 0 && bytes.Length >= at + OggPageReader.HeaderBytes; at = bytes.IndexOf("OggS"u8))
        {
            bytes = bytes[at..];
            int length = OggPageReader.HeaderBytes + bytes[26];
            if (bytes.Length < length)
            {
                return;
            }

            foreach (byte segment in bytes.Slice(OggPageReader.HeaderBytes, bytes[26]))
            {
                length += segment;
            }

            if (bytes.Length < length)
            {
                return;
            }

            bytes.Slice(22, 4).Clear();
            BitConverter.TryWriteBytes(bytes[22..], OggCrc.Of(0, bytes[..length]));
            bytes = bytes[length..];
        }
    }
}
