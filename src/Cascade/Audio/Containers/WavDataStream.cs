namespace Cascade.Audio.Containers;

/// <summary>
/// The audio of a WAV file: as many bytes as its header says, or fewer if the file ends before. Reads its stream on to the end, to tell of audio that is left unread. Does not own the stream.
/// </summary>
/// <param name="stream">At the first byte of audio.</param>
/// <param name="declaredBytes">The length that the header states; null for all there is.</param>
/// <param name="isPlaceholder">Whether that length may be one that a live recorder wrote because it did not know it.</param>
/// <param name="bigEndian">How sizes are written.</param>
internal sealed class WavDataStream(PrefixedStream stream, long? declaredBytes, bool isPlaceholder = false, bool bigEndian = false) : ForwardStream
{
    private const int TailBytesAtOnce = 16_384;

    private bool _isOpenEnded = declaredBytes is null;
    private WavTail? _tail;
    private byte[] _tailBytes = [];

    /// <summary>The length that the header states; null where it leaves that open.</summary>
    public long? DeclaredBytes => isPlaceholder ? null : declaredBytes;

    /// <summary>Whether it has been read to its end.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>The bytes read so far.</summary>
    public long BytesRead { get; private set; }

    /// <summary>The bytes that the header promised and the file did not have. Known at the end.</summary>
    public long MissingBytes => HasEnded && DeclaredBytes is { } declared ? declared - BytesRead : 0;

    /// <summary>Bytes behind the audio that may be audio too. Known at the end.</summary>
    public long UnreadBytes => _tail?.UnreadBytes ?? 0;

    public override int Read(Span<byte> buffer)
    {
        while (true)
        {
            Span<byte> wanted = buffer[..Wanted(buffer.Length)];
            if (!wanted.IsEmpty || buffer.IsEmpty || HasEnded)
            {
                return wanted.IsEmpty ? 0 : Count(stream.Read(wanted));
            }

            AddToTail(stream.ReadAtLeast(TailBuffer(), WavChunks.HeaderLength + 1, throwOnEndOfStream: false));
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            Memory<byte> wanted = buffer[..Wanted(buffer.Length)];
            if (!wanted.IsEmpty || buffer.IsEmpty || HasEnded)
            {
                return wanted.IsEmpty ? 0 : Count(await stream.ReadAsync(wanted, cancellationToken).ConfigureAwait(false));
            }

            AddToTail(await stream.ReadAtLeastAsync(TailBuffer(), WavChunks.HeaderLength + 1, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false));
        }
    }

    private int Wanted(int room) => _isOpenEnded ? room : (int)Math.Min(room, declaredBytes!.Value - BytesRead);

    private int Count(int read)
    {
        BytesRead += read;
        HasEnded |= read == 0;
        return read;
    }

    private byte[] TailBuffer() => _tailBytes = _tailBytes.Length > 0 ? _tailBytes : new byte[TailBytesAtOnce];

    private void AddToTail(int read)
    {
        ReadOnlyMemory<byte> bytes = _tailBytes.AsMemory(0, read);
        bool isOdd = (BytesRead & 1) != 0;
        if (isPlaceholder && _tail is null && read > WavChunks.HeaderLength && !BeginsWithChunk(bytes.Span, isOdd))
        {
            stream.PutBack(bytes);
            _isOpenEnded = true; // a live recorder that went on beyond what it had written
            _tailBytes = [];
            return;
        }

        _tail ??= new WavTail(isOdd, bigEndian);
        _tail.Add(bytes.Span);
        if (read == 0)
        {
            HasEnded = true;
            _tail.End();
        }
    }

    private static bool BeginsWithChunk(ReadOnlySpan<byte> bytes, bool followsOddChunk) => WavChunks.HasId(bytes) || (followsOddChunk && WavChunks.HasId(bytes[1..]));
}
