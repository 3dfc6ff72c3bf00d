namespace Cascade.Audio.Containers;

/// <summary>
/// Reads a pipe so that a wait for its bytes can be canceled, which the system's read cannot. The read itself goes on and fills a buffer that is kept here: its bytes are the next read's. Owns the
/// pipe.
/// </summary>
internal sealed class InterruptibleStream(Stream pipe) : ForwardStream
{
    private const int BytesAtOnce = 16_384;

    private readonly byte[] _buffer = new byte[BytesAtOnce];
    private ReadOnlyMemory<byte> _rest;
    private Task<int>? _pending;

    public override int Read(Span<byte> buffer) => _rest.IsEmpty && _pending is null ? pipe.Read(buffer) : Take(buffer, _pending?.GetAwaiter().GetResult());

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_rest.IsEmpty && !buffer.IsEmpty)
        {
            _pending ??= pipe.ReadAsync(_buffer, CancellationToken.None).AsTask();
            await ((Task)_pending.WaitAsync(cancellationToken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
            int read = await _pending.ConfigureAwait(false);
            return Take(buffer.Span, read);
        }

        return Take(buffer.Span, null);
    }

    public override async ValueTask DisposeAsync()
    {
        await pipe.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            pipe.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Take(Span<byte> buffer, int? read)
    {
        if (read is { } count)
        {
            _pending = null;
            _rest = _buffer.AsMemory(0, count);
        }

        int taken = Math.Min(buffer.Length, _rest.Length);
        _rest.Span[..taken].CopyTo(buffer);
        _rest = _rest[taken..];
        return taken;
    }
}
