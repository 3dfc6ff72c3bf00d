namespace Cascade.Audio.Containers;

/// <summary>
/// The audio of a WAV file: as many bytes as its header says, or fewer if the file ends before. Does not own the stream it reads.
/// </summary>
internal sealed class WavDataStream(Stream stream, long? declaredBytes) : ForwardStream
{
    private long _read;
    private bool _ended;

    /// <summary>The length that the header states; null where it leaves that open.</summary>
    public long? DeclaredBytes => declaredBytes;

    /// <summary>The bytes that the header promised and the file did not have. Known at the end.</summary>
    public long MissingBytes => _ended && declaredBytes is { } declared ? declared - _read : 0;

    public override int Read(Span<byte> buffer)
    {
        Span<byte> wanted = buffer[..Wanted(buffer.Length)];
        return wanted.IsEmpty ? 0 : Count(stream.Read(wanted));
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Memory<byte> wanted = buffer[..Wanted(buffer.Length)];
        return wanted.IsEmpty ? 0 : Count(await stream.ReadAsync(wanted, cancellationToken).ConfigureAwait(false));
    }

    private int Wanted(int room) => declaredBytes is { } declared ? (int)Math.Min(room, declared - _read) : room;

    private int Count(int read)
    {
        _read += read;
        _ended |= read == 0;
        return read;
    }
}
