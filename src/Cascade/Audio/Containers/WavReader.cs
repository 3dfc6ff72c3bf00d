using System.Buffers.Binary;
using System.Text;

namespace Cascade.Audio.Containers;

/// <summary>
/// Reads RIFF, RIFX, RF64 and BW64 headers up to the audio, forwards only. Sources: the RIFF specification (Microsoft and IBM, 1991); EBU Tech
/// 3306 and ITU-R BS.2088 for sizes of 64 bits.
/// </summary>
internal sealed class WavReader
{
    /// <summary>Sizes in a ds64 chunk: of the whole, of the data, and two that are not needed.</summary>
    private const int SizesLength = 24;

    /// <summary>Stands in a 32-bit size where the real one is in ds64, or was not known when a live recorder wrote it.</summary>
    private const uint Unknown32 = uint.MaxValue;

    /// <summary>
    /// The least size that live recorders write because they do not know it. sox writes 0x7FFFF000, others 0x7FFFFFFF, 0x80000000 (arecord) or little less than 0xFFFFFFFF. As files can really
    /// be so long, such a size is believed if there are as many bytes.
    /// </summary>
    private const uint LeastPlaceholder = 0x7FFFF000;

    /// <summary>Real files have a dozen. An endless stream of empty chunks must end.</summary>
    private const int MaxChunks = 1_000;

    private readonly PrefixedStream _stream;
    private readonly string? _path;
    private readonly byte[] _scratch = new byte[4_096];
    private bool _isBigEndian;
    private long _position;
    private long? _dataSize64;

    private WavReader(PrefixedStream stream, string? path)
    {
        _stream = stream;
        _path = path;
    }

    /// <summary>Reads the header.</summary>
    /// <param name="stream">At the file's first byte.</param>
    /// <param name="path">For error messages.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The audio's format and the stream of its bytes, which reads from <paramref name="stream"/>; or the name of an encoding that is not read here, with nothing read behind it.</returns>
    /// <exception cref="AudioFormatException">The header is malformed, or describes nothing that can be read.</exception>
    public static ValueTask<WavContent> OpenAsync(Stream stream, string? path, CancellationToken cancellationToken) =>
        new WavReader(new PrefixedStream(default, stream), path).ReadHeaderAsync(cancellationToken);

    private async ValueTask<WavContent> ReadHeaderAsync(CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> riff = await TakeAsync(AudioSignature.Length, cancellationToken).ConfigureAwait(false);
        if (AudioSignature.Of(riff.Span) != AudioContent.Wav)
        {
            throw Fault("This is no WAV file", "RIFF, RIFX, RF64 or BW64 with WAVE", Printable(riff.Span));
        }

        _isBigEndian = riff.Span.StartsWith("RIFX"u8);
        bool has64BitSizes = !_isBigEndian && !riff.Span.StartsWith("RIFF"u8);
        uint riffSize = ReadSize(riff.Span[4..]);
        AudioFormat? format = null;
        for (int chunk = 0; chunk < MaxChunks; chunk++)
        {
            ReadOnlyMemory<byte> header = await TakeAsync(WavChunks.HeaderLength, cancellationToken).ConfigureAwait(false);
            uint id = BinaryPrimitives.ReadUInt32BigEndian(header.Span);
            uint size = ReadSize(header.Span[4..]);
            switch (id)
            {
                case ChunkId.Data when format is null:
                    throw Fault("The WAV header has no format", "a fmt chunk before the data chunk", "data");
                case ChunkId.Data when has64BitSizes && size == Unknown32 && _dataSize64 is null:
                    throw Fault("The WAV header has no 64-bit sizes", "a ds64 chunk before the data chunk", "data");
                case ChunkId.Data:
                    return new WavContent(format, await OpenDataAsync(size, riffSize, has64BitSizes, cancellationToken).ConfigureAwait(false), OtherEncoding: null);
                case ChunkId.Format when format is not null:
                    throw Fault("The WAV header has two formats", "one fmt chunk", "another");
                case ChunkId.Format:
                    (format, string? otherEncoding) = await ReadFormatAsync(size, cancellationToken).ConfigureAwait(false);
                    if (otherEncoding is not null)
                    {
                        return new WavContent(null, null, otherEncoding);
                    }

                    break;
                case ChunkId.Sizes64 when has64BitSizes:
                    await ReadSizesAsync(size, cancellationToken).ConfigureAwait(false);
                    break;
                default:
                    await SkipAsync(size, cancellationToken).ConfigureAwait(false);
                    break;
            }

            if ((size & 1) != 0)
            {
                await SkipPadAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        throw Fault("The WAV header does not end", $"audio within {MaxChunks} chunks", "more chunks");
    }

    /// <summary>
    /// The audio. A live recorder cannot know its length: it writes a placeholder, or 0. Behind a 0 there is audio unless the whole goes on with another chunk.
    /// </summary>
    private async ValueTask<WavDataStream> OpenDataAsync(uint size, uint riffSize, bool has64BitSizes, CancellationToken cancellationToken)
    {
        if (size == Unknown32)
        {
            return new WavDataStream(_stream, has64BitSizes && _dataSize64 is > 0 ? _dataSize64 : null);
        }

        if (size > 0)
        {
            return new WavDataStream(_stream, size, isPlaceholder: size >= LeastPlaceholder, _isBigEndian);
        }

        long riffEnd = riffSize + (long)WavChunks.HeaderLength;
        if (riffSize is 0 or Unknown32 || riffEnd <= _position)
        {
            return new WavDataStream(_stream, declaredBytes: null);
        }

        long left = riffEnd - _position;
        bool isEmpty = WavChunks.HasId((await PeekAsync(WavChunks.HeaderLength, cancellationToken).ConfigureAwait(false)).Span);
        return new WavDataStream(_stream, isEmpty ? 0 : left, isPlaceholder: riffSize >= LeastPlaceholder, _isBigEndian);
    }

    private async ValueTask<(AudioFormat? Format, string? OtherEncoding)> ReadFormatAsync(uint size, CancellationToken cancellationToken)
    {
        if (size < WavFormatChunk.BasicLength)
        {
            throw Fault("The WAV header's format chunk is too short", $"{WavFormatChunk.BasicLength} bytes or more", $"{size}");
        }

        int length = (int)Math.Min(size, WavFormatChunk.ExtensibleLength);
        ReadOnlyMemory<byte> chunk = await TakeAsync(length, cancellationToken).ConfigureAwait(false);
        AudioFormat? format = WavFormatChunk.Parse(chunk.Span, _isBigEndian, _path, out string? otherEncoding);
        if (format is not null)
        {
            await SkipAsync(size - (uint)length, cancellationToken).ConfigureAwait(false);
        }

        return (format, otherEncoding);
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

    private async ValueTask SkipPadAsync(CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> next = await PeekAsync(1 + WavChunks.HeaderLength, cancellationToken).ConfigureAwait(false);
        if (WavChunks.HasPad(next.Span))
        {
            await SkipAsync(1, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The next bytes, fewer at the end. They are read again by whoever reads next.</summary>
    private async ValueTask<ReadOnlyMemory<byte>> PeekAsync(int count, CancellationToken cancellationToken)
    {
        var bytes = new byte[count];
        int read = await _stream.ReadAtLeastAsync(bytes, count, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        ReadOnlyMemory<byte> peeked = bytes.AsMemory(0, read);
        _stream.PutBack(peeked);
        return peeked;
    }

    private uint ReadSize(ReadOnlySpan<byte> bytes) => _isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    private AudioFormatException Fault(string what, string expected, string found) => new($"{what}: expected {expected}, found {found}.", _path, expected, found);

    private static string Printable(ReadOnlySpan<byte> bytes) => $"\"{string.Concat(Encoding.Latin1.GetString(bytes).Select(c => char.IsBetween(c, ' ', '~') ? c : '.'))}\"";
}
