namespace Cascade.Audio.Containers;

/// <summary>Bytes that have been read ahead, followed by the stream they came from. Does not own that stream.</summary>
internal sealed class PrefixedStream(ReadOnlyMemory<byte> prefix, Stream rest) : ForwardStream
{
    private ReadOnlyMemory<byte> _prefix = prefix;

    public override int Read(Span<byte> buffer) => _prefix.IsEmpty ? rest.Read(buffer) : TakePrefix(buffer);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _prefix.IsEmpty ? rest.ReadAsync(buffer, cancellationToken) : ValueTask.FromResult(TakePrefix(buffer.Span));

    /// <summary>Puts back bytes that have been read: they are read again, and then the rest.</summary>
    public void PutBack(ReadOnlyMemory<byte> bytes) => _prefix = _prefix.IsEmpty ? bytes : (byte[])[.. bytes.Span, .. _prefix.Span];

    private int TakePrefix(Span<byte> buffer)
    {
        int count = Math.Min(buffer.Length, _prefix.Length);
        _prefix.Span[..count].CopyTo(buffer);
        _prefix = _prefix[count..];
        return count;
    }
}
