namespace Cascade.Audio.Containers;

/// <summary>Keeps the bytes that are read from another stream, up to a limit, so that they can be read again. Does not own the other stream.</summary>
internal sealed class RecordedStream(Stream stream) : ForwardStream
{
    private const int MaxBytes = 1 << 20;

    private MemoryStream? _record = new();

    /// <summary>Everything from the beginning, or null where this was too much to keep. Nothing is kept from now on.</summary>
    public Stream? Rewind()
    {
        MemoryStream? record = _record;
        _record = null;
        return record is null ? null : new PrefixedStream(record.GetBuffer().AsMemory(0, (int)record.Length), stream);
    }

    /// <summary>Nothing is kept from now on.</summary>
    public void Stop() => _record = null;

    public override int Read(Span<byte> buffer)
    {
        int read = stream.Read(buffer);
        Keep(buffer[..read]);
        return read;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        Keep(buffer.Span[..read]);
        return read;
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (_record is { } record)
        {
            record.Write(bytes);
            _record = record.Length <= MaxBytes ? record : null;
        }
    }
}
