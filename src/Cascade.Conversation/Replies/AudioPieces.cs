using System.Buffers.Binary;
using System.Globalization;
using Microsoft.Extensions.AI;

namespace Cascade.Dialogue;

/// <summary>Reads what a text-to-speech client gives for one sentence and cuts it into short pieces of mono PCM16.</summary>
internal sealed class AudioPieces
{
    private const int DefaultRateHz = 24_000; // of "audio/pcm" without a rate, as OpenAI's speech endpoint gives it

    private readonly List<byte> _bytes = [];
    private bool _isHeaderRead;

    /// <summary>Gets the longest piece.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Gets the meaning of the pieces, once it is known.</summary>
    public AudioFormat? Format { get; private set; }

    /// <summary>Takes in the next content.</summary>
    /// <exception cref="AudioFormatException">The media type or the coding cannot be used.</exception>
    public void Add(DataContent content)
    {
        (string type, int? rate, int channels) = Parse(content.MediaType);
        switch (type)
        {
            case "audio/wav" or "audio/x-wav" or "audio/wave" or "audio/vnd.wave":
                _bytes.AddRange(content.Data.Span);
                ReadHeader();
                break;
            case "audio/pcm" or "audio/l16" or "audio/x-pcm" or "audio/raw":
                if (channels != 1)
                {
                    throw Unusable(content.MediaType);
                }

                Format ??= new AudioFormat(rate ?? DefaultRateHz);
                _isHeaderRead = true;
                _bytes.AddRange(content.Data.Span);
                break;
            default:
                throw Unusable(content.MediaType);
        }
    }

    /// <summary>Takes the next piece.</summary>
    /// <param name="isComplete">Whether no more follows, so that a shorter one is due.</param>
    /// <returns><see langword="null"/> if there is none yet.</returns>
    public byte[]? Take(bool isComplete)
    {
        if (!_isHeaderRead || Format is null)
        {
            return null;
        }

        int whole = (int)(Longest.TotalSeconds * Format.SampleRateHz) * 2;
        int length = _bytes.Count >= whole ? whole : isComplete ? _bytes.Count / 2 * 2 : 0;
        if (length == 0)
        {
            return null;
        }

        byte[] piece = [.. _bytes.GetRange(0, length)];
        _bytes.RemoveRange(0, length);
        return piece;
    }

    // Of a streamed file the sizes are unknown: what follows "data" is audio to the end.
    private void ReadHeader()
    {
        Span<byte> bytes = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_bytes);
        if (_isHeaderRead || bytes.Length < 12)
        {
            return;
        }

        if (!bytes.StartsWith("RIFF"u8) || !bytes[8..].StartsWith("WAVE"u8))
        {
            throw new AudioFormatException("Expected a WAV file from the text-to-speech client; found other bytes under its media type. Ask the client for another AudioFormat.", expected: "RIFF", found: "other bytes");
        }

        for (int at = 12; at + 8 <= bytes.Length;)
        {
            int size = BinaryPrimitives.ReadInt32LittleEndian(bytes[(at + 4)..]);
            if (bytes[at..].StartsWith("data"u8))
            {
                _isHeaderRead = true;
                _bytes.RemoveRange(0, at + 8);
                return;
            }

            if (size < 0 || at + 8 + size > bytes.Length)
            {
                return;
            }

            if (bytes[at..].StartsWith("fmt "u8))
            {
                ReadFormat(bytes.Slice(at + 8, size));
            }

            at += 8 + size + (size & 1);
        }
    }

    private void ReadFormat(ReadOnlySpan<byte> chunk)
    {
        int coding = chunk.Length < 16 ? -1 : BinaryPrimitives.ReadUInt16LittleEndian(chunk);
        int channels = coding < 0 ? 0 : BinaryPrimitives.ReadUInt16LittleEndian(chunk[2..]);
        int bits = coding < 0 ? 0 : BinaryPrimitives.ReadUInt16LittleEndian(chunk[14..]);
        if (coding is not (1 or 0xFFFE) || channels != 1 || bits != 16)
        {
            string found = FormattableString.Invariant($"coding {coding}, {channels} channels, {bits} bits");
            throw new AudioFormatException($"Expected mono PCM16 from the text-to-speech client; found {found}. Ask the client for another AudioFormat.", expected: "mono PCM16", found: found);
        }

        Format = new AudioFormat(BinaryPrimitives.ReadInt32LittleEndian(chunk[4..]));
    }

    private static (string Type, int? Rate, int Channels) Parse(string mediaType)
    {
        string[] parts = mediaType.Split(';', StringSplitOptions.TrimEntries);
        int? Number(string name) => parts.Skip(1).Select(part => part.Split('=')).Where(pair => pair.Length == 2 && pair[0].Equals(name, StringComparison.OrdinalIgnoreCase))
            .Select(pair => int.TryParse(pair[1], NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : (int?)null).FirstOrDefault();
        return (parts[0].ToLowerInvariant(), Number("rate"), Number("channels") ?? 1);
    }

    private static AudioFormatException Unusable(string mediaType) =>
        new($"Expected audio/wav, or mono audio/pcm or audio/L16 with a rate, from the text-to-speech client; found '{mediaType}'. Set TextToSpeechOptions.AudioFormat to a format of PCM.", expected: "audio/wav, audio/pcm, audio/L16", found: mediaType);
}
