namespace Cascade;

/// <content>One call at a time, and an end that waits for it.</content>
public sealed partial class StreamProcessor
{
    // Held while frames are processed and by disposal; none in a batch, whose ticks hold the lock of the stream. Calls never wait: only disposal can hold it when a call wants it.
    private readonly SemaphoreSlim? _work;
    private CancellationTokenSource? _stopping;
    private volatile bool _disposed;
    private bool _isClosed;
    private volatile Exception? _fault;
    private int _inCall;

    /// <summary>Gets the state of the processor. Safe from any thread; a call that is running is not part of the state.</summary>
    public ProcessorState State => _disposed ? ProcessorState.Disposed : _fault is null ? ProcessorState.Usable : ProcessorState.MustBeReset;

    /// <summary>
    /// Ends the processor: waits for the frame that is being inferred, ends a running call or enumeration with <see cref="ObjectDisposedException"/>, and frees
    /// everything native. Audio that was not flushed is gone. May be called at any time, also twice.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        _disposed = true;
        if (_work is not null)
        {
            await _work.WaitAsync().ConfigureAwait(false);
        }

        if (Close() is { } stopping)
        {
            await stopping.CancelAsync().ConfigureAwait(false); // last: callbacks are other people's
        }
    }

    /// <summary>Ends the processor as <see cref="DisposeAsync"/> does, and blocks while a frame is being inferred.</summary>
    public void Dispose()
    {
        _disposed = true;
        _work?.Wait();
        Close()?.Cancel();
    }

    // Everything is freed even where a listener or a callback throws on the way; a second call finds nothing left.
    private CancellationTokenSource? Close()
    {
        try
        {
            lock (_stream)
            {
                if (_isClosed)
                {
                    return null;
                }

                _isClosed = true;
                Announce();
                try
                {
                    _inference?.Dispose();
                }
                finally
                {
                    _batch?.Remove(this);
                    _stream.Close();
                }

                return _stopping;
            }
        }
        finally
        {
            _work?.Release();
        }
    }

    // From the beginning to the end of a public call; an enumeration is one call.
    private void EnterCall()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (Interlocked.Exchange(ref _inCall, 1) == 1)
        {
            throw new InvalidOperationException(
                $"Another call of this {nameof(StreamProcessor)} is running, or one of its streams is still being enumerated. Await that call first, use {nameof(Push)}, or use one processor per stream.");
        }
    }

    private void EnterUsable()
    {
        EnterCall();
        try
        {
            ThrowUnlessUsable();
        }
        catch
        {
            ExitCall();
            throw;
        }
    }

    private void ThrowUnlessUsable()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_fault is { } fault)
        {
            throw new InvalidOperationException(
                $"Processing was interrupted in mid-frame: {fault.Message} Call {nameof(FlushAsync)} for the results that were known before, and {nameof(Reset)} to begin a new stream.", fault);
        }
    }

    private void ExitCall() => Volatile.Write(ref _inCall, 0);

    private Workplace EnterWork()
    {
        bool entered = _work?.Wait(0) ?? true;
        Workplace workplace = new(entered ? _work : null);
        if (!entered || _disposed)
        {
            workplace.Dispose();
            throw new ObjectDisposedException(nameof(StreamProcessor));
        }

        return workplace;
    }

    private readonly struct Workplace(SemaphoreSlim? work) : IDisposable
    {
        public void Dispose() => work?.Release();
    }
}
