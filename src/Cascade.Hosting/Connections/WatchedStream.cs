using System.Runtime.CompilerServices;

namespace Cascade.Hosting.Connections;

/// <summary>
/// A network connection that notices when nothing comes: a read that waits for longer than a ping and its answer may take. While nobody reads, no time passes, so a client whose audio
/// the server does not take is not taken for one that is gone. For one reader at a time.
/// </summary>
internal sealed class WatchedStream(Stream inner) : Stream
{
    /// <summary>The longest timeout of a WebSocket: it pings, and cuts nothing by itself.</summary>
    public static readonly TimeSpan NoTimeout = TimeSpan.FromMilliseconds(int.MaxValue);

    // The WebSocket looks whether a ping is due four times in its interval, and not more often than this.
    private static readonly TimeSpan ShortestLook = TimeSpan.FromSeconds(1);

    private ITimer? _timer;
    private TimeSpan _limit;

    public override bool CanRead => inner.CanRead;

    public override bool CanSeek => false;

    public override bool CanWrite => inner.CanWrite;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>From now on calls <paramref name="gone"/> when nothing comes.</summary>
    /// <param name="pingInterval">How often the WebSocket pings a client that sends nothing.</param>
    /// <param name="pingTimeout">How long the answer may take.</param>
    /// <param name="timeProvider">The clock of the pings.</param>
    /// <param name="gone">Must not wait.</param>
    public void Watch(TimeSpan pingInterval, TimeSpan pingTimeout, TimeProvider timeProvider, Action gone)
    {
        TimeSpan look = pingInterval / 4;
        _limit = pingInterval + (look > ShortestLook ? look : ShortestLook) + pingTimeout;
        _timer = timeProvider.CreateTimer(static state => ((Action)state!)(), gone, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Calls nothing any more.</summary>
    public void Unwatch() => _timer?.Dispose();

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ValueTask<int> read = inner.ReadAsync(buffer, cancellationToken);
        return read.IsCompleted || _timer is null ? read : WaitAsync(read, _timer);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => inner.WriteAsync(buffer, cancellationToken);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => inner.WriteAsync(buffer, offset, count, cancellationToken);

    public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override void Flush() => inner.Flush();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))] // every message waits once
    private async ValueTask<int> WaitAsync(ValueTask<int> read, ITimer timer)
    {
        timer.Change(_limit, Timeout.InfiniteTimeSpan);
        try
        {
            return await read.ConfigureAwait(false);
        }
        finally
        {
            timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}
