using System.Buffers.Binary;
using System.Text;

namespace Cascade.Audio.Containers;

/// <summary>
/// Reads RIFF, RF64 and BW64 headers up to the audio, forwards only. Sources: the RIFF specification (Microsoft and IBM, 1991); EBU Tech
/// 3306 and ITU-R BS.2088 for sizes of 64 bits.
/// </summary>
internal sealed class WavReader
{
    private const int ChunkHeaderLength = 8;

    /// <summary>Sizes in a ds64 chunk: of the whole, of the data, and two that are not needed.</summary>
    private const int SizesLength = 24;

    /// <summary>Stands in a 32-bit size where the real one is in ds64, or was not known when a live recorder wrote it.</summary>
    private const uint Unknown32 = uint.MaxValue;

    /// <summary>Real files have a dozen. An endless stream of empty chunks must end.</summary>
    private const int MaxChunks = 1_000;

    private readonly Stream _stream;
    private readonly string? _path;
    private readonly byte[] _scratch = new byte[4_096];
    private long _position;
    private long? _dataSize64;

    private WavReader(Stream stream, string? path)
    {
        _stream = stream;
        _path = path;
    }

    /// <summary>Reads the header.</summary>
    /// <param name="stream">At the file's first byte.</param>
    /// <param name="path">For error messages.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The audio's format and the stream of its bytes, which reads from <paramref name="stream"/>.</returns>
    /// <exception cref="AudioFormatException">The header is malformed, or describes nothing that can be read.</exception>
    public static async ValueTask<(AudioFormat Format, WavDataStream Data)> OpenAsync(Stream stream, string? path, CancellationToken cancellationToken)
    {
        var reader = new WavReader(stream, path);
        return await reader.ReadHeaderAsync(cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<(AudioFormat Format, WavDataStream Data)> ReadHeaderAsync(CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> riff = await TakeAsync(AudioSignature.Length, cancellationToken).ConfigureAwait(false);
        if (AudioSignature.Of(riff.Span) != AudioContent.Wav)
        {
            throw Fault("This is no WAV file", "RIFF, RF64 or BW64 with WAVE", Printable(riff.Span));
        }

        bool has64BitSizes = !riff.Span.StartsWith("RIFF"u8);
        uint riffSize = BinaryPrimitives.ReadUInt32LittleEndian(riff.Span[4..]);
        AudioFormat? format = null;
        for (int chunk = 0; chunk < MaxChunks; chunk++)
        {
            ReadOnlyMemory<byte> header = await TakeAsync(ChunkHeaderLength, cancellationToken).ConfigureAwait(false);
            uint id = BinaryPrimitives.ReadUInt32BigEndian(header.Span);
            uint size = BinaryPrimitives.ReadUInt32LittleEndian(header.Span[4..]);
            switch (id)
            {
                case ChunkId.Data when format is null:
                    throw Fault("The WAV header has no format", "a fmt chunk before the data chunk", "data");
                case ChunkId.Data when has64BitSizes && size == Unknown32 && _dataSize64 is null:
                    throw Fault("The WAV header has no 64-bit sizes", "a ds64 chunk before the data chunk", "data");
                case ChunkId.Data:
                    return (format, new WavDataStream(_stream, DataLength(size, riffSize, has64BitSizes)));
                case ChunkId.Format when format is not null:
                    throw Fault("The WAV header has two formats", "one fmt chunk", "another");
                case ChunkId.Format:
                    format = await ReadFormatAsync(size, cancellationToken).ConfigureAwait(false);
                    break;
                case ChunkId.Sizes64 when has64BitSizes:
                    await ReadSizesAsync(size, cancellationToken).ConfigureAwait(false);
                    break;
                default:
                    await SkipAsync(size, cancellationToken).ConfigureAwait(false);
                    break;
            }

            await SkipAsync(size & 1, cancellationToken).ConfigureAwait(false); // chunks begin at even positions
        }

        throw Fault("The WAV header does not end", $"audio within {MaxChunks} chunks", "more chunks");
    }

    /// <summary>
    /// The audio's length in bytes, or null for all that follows. A live recorder cannot know it: it writes 0xFFFFFFFF, or 0 and a whole
    /// that ends with the header. A 0 in a whole that goes on is no audio.
    /// </summary>
    private long? DataLength(uint size, uint riffSize, bool has64BitSizes)
    {
        if (size == Unknown32)
        {
            return has64BitSizes && _dataSize64 is > 0 ? _dataSize64 : null;
        }

        bool riffGoesOn = riffSize is not 0 and not Unknown32 && riffSize + ChunkHeaderLength > _position;
        return size > 0 || riffGoesOn ? size : null;
    }

    private async ValueTask<AudioFormat> ReadFormatAsync(uint size, CancellationToken cancellationToken)
    {
        if (size < WavFormatChunk.BasicLength)
        {
            throw Fault("The WAV header's format chunk is too short", $"{WavFormatChunk.BasicLength} bytes or more", $"{size}");
        }

        int length = (int)Math.Min(size, WavFormatChunk.ExtensibleLength);
        ReadOnlyMemory<byte> chunk = await TakeAsync(length, cancellationToken).ConfigureAwait(false);
        AudioFormat format = WavFormatChunk.Parse(chunk.Span, _path);
        await SkipAsync(size - (uint)length, cancellationToken).ConfigureAwait(false);
        return format;
    }

    private async ValueTask ReadSizesAsync(uint size, CancellationToken cancellationToken)
    {
        if (size < SizesLength)
        {
            throw Fault("The WAV header's ds64 chunk is too short", $"{SizesLength} bytes or more", $"{size}");
        }

        ReadOnlyMemory<byte> sizes = await TakeAsync(SizesLength, cancellationToken).ConfigureAwait(false);
        _dataSize64 = BinaryPrimitives.ReadInt64LittleEndian(sizes.Span[8..]);
        if (_dataSize64 < 0)
        {
            throw Fault("The WAV header's data size cannot be used", "at most 2^63 - 1 bytes", $"{(ulong)_dataSize64}");
        }

        await SkipAsync(size - SizesLength, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<ReadOnlyMemory<byte>> TakeAsync(int count, CancellationToken cancellationToken)
    {
        Memory<byte> taken = _scratch.AsMemory(0, count);
        int read = await _stream.ReadAtLeastAsync(taken, count, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        _position += read;
        return read == count ? taken : throw Fault("The WAV header is cut off", $"{count} more bytes of header", $"{read}");
    }

    private async ValueTask SkipAsync(uint count, CancellationToken cancellationToken)
    {
        for (uint left = count; left > 0;)
        {
            int step = (int)Math.Min(left, (uint)_scratch.Length);
            await TakeAsync(step, cancellationToken).ConfigureAwait(false);
            left -= (uint)step;
        }
    }

    private AudioFormatException Fault(string what, string expected, string found) => new($"{what}: expected {expected}, found {found}.", _path, expected, found);

    private static string Printable(ReadOnlySpan<byte> bytes) => $"\"{string.Concat(Encoding.Latin1.GetString(bytes).Select(c => char.IsBetween(c, ' ', '~') ? c : '.'))}\"";
}
