namespace Cascade;

/// <content>One call at a time, and an end that waits for it.</content>
public sealed partial class StreamProcessor
{
    // Held while frames are processed and by disposal. Calls never wait for it: only disposal can hold it when a call wants it.
    private readonly SemaphoreSlim _work = new(1, 1);
    private readonly CancellationTokenSource _stopping = new();
    private volatile bool _disposed;
    private volatile Exception? _fault;
    private int _inCall;

    /// <summary>What can be done with the processor. May be read at any time from any thread; it says nothing of a call that is running.</summary>
    public ProcessorState State => _disposed ? ProcessorState.Disposed : _fault is null ? ProcessorState.Usable : ProcessorState.MustBeReset;

    /// <summary>
    /// Ends the processor: waits for the frame that is being inferred, ends the call or enumeration that is going on with <see cref="ObjectDisposedException"/>, and frees
    /// everything native. Audio that was not flushed is gone. May be called at any time, also twice.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        _disposed = true;
        await _work.WaitAsync().ConfigureAwait(false);
        try
        {
            if (!_stopping.IsCancellationRequested)
            {
                await _stopping.CancelAsync().ConfigureAwait(false);
                _inference?.Dispose();
                _stream.Close();
            }
        }
        finally
        {
            _work.Release();
        }
    }

    // From the beginning to the end of a public call; an enumeration is one call.
    private void EnterCall()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (Interlocked.Exchange(ref _inCall, 1) == 1)
        {
            throw new InvalidOperationException(
                $"Another call of this {nameof(StreamProcessor)} is running, or one of its streams is still being enumerated. Await it first, or use one processor per stream.");
        }
    }

    private void EnterUsable()
    {
        EnterCall();
        if (_fault is { } fault)
        {
            ExitCall();
            throw new InvalidOperationException($"Processing was interrupted in mid-frame: {fault.Message} Call {nameof(FlushAsync)} for what was known before, and {nameof(Reset)} to begin a new stream.", fault);
        }
    }

    private void ExitCall() => Volatile.Write(ref _inCall, 0);

    private Workplace EnterWork()
    {
        bool entered = _work.Wait(0);
        Workplace workplace = new(entered ? _work : null);
        if (!entered || _disposed)
        {
            workplace.Dispose();
            throw new ObjectDisposedException(nameof(StreamProcessor));
        }

        return workplace;
    }

    // Accepts bytes without processing them, as far as there is room.
    private void KeepUnlessDisposed(ReadOnlyMemory<byte> bytes)
    {
        if (!bytes.IsEmpty && !_disposed)
        {
            using Workplace _ = EnterWork();
            _stream.Keep(bytes.Span);
        }
    }

    private readonly struct Workplace(SemaphoreSlim? work) : IDisposable
    {
        public void Dispose() => work?.Release();
    }
}
