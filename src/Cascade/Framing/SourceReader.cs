namespace Cascade.Framing;

/// <summary>
/// A source and how long it is waited for: one chunk at a time, none asked for before the one before has been used up. A source that ignores its token holds up nobody for good.
/// </summary>
internal sealed class SourceReader : IAsyncDisposable
{
    // What a source that is left while it is being asked gets to end in, so that a well-behaved one has ended when the enumeration has.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly Action<ReadOnlyMemory<byte>> _keep;
    private readonly CancellationTokenSource _stop;
    private readonly IAsyncEnumerator<ReadOnlyMemory<byte>> _chunks;
    private readonly TimeProvider _time;
    private Task<bool>? _asked;
    private TimeSpan _waited; // since the last byte

    /// <summary>Begins to read a source.</summary>
    /// <param name="chunks">The source.</param>
    /// <param name="keep">Takes a chunk that the source gives while it is being left.</param>
    /// <param name="time">The clock of patience.</param>
    /// <param name="cancellationToken">Ends the wait for the source.</param>
    /// <param name="stopping">As well.</param>
    public SourceReader(IAsyncEnumerable<ReadOnlyMemory<byte>> chunks, Action<ReadOnlyMemory<byte>> keep, TimeProvider time, CancellationToken cancellationToken, CancellationToken stopping)
    {
        _keep = keep;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stopping);
        _time = time;
        try
        {
            _chunks = chunks.GetAsyncEnumerator(_stop.Token);
        }
        catch
        {
            _stop.Dispose();
            throw;
        }
    }

    /// <summary>The chunk that was read last.</summary>
    public ReadOnlyMemory<byte> Current => _chunks.Current;

    /// <summary>Asks for the next chunk, or goes on waiting for the one that was asked for.</summary>
    /// <param name="patience">How long there may be no byte, counting only what is spent here; for ever if <see langword="null"/>.</param>
    public async ValueTask<SourceRead> ReadAsync(TimeSpan? patience)
    {
        if (_asked is null)
        {
            ValueTask<bool> next = _chunks.MoveNextAsync();
            if (next.IsCompleted)
            {
                return Found(await next.ConfigureAwait(false));
            }

            _asked = next.AsTask();
        }

        long since = _time.GetTimestamp();
        try
        {
            await WaitAsync(_asked, patience - _waited).ConfigureAwait(false);
        }
        catch (TimeoutException) when (!_asked.IsFaulted)
        {
            if (!_asked.IsCompleted)
            {
                _waited = TimeSpan.Zero;
                return SourceRead.Stalled;
            }
        }

        _waited += _time.GetElapsedTime(since);
        Task<bool> asked = _asked;
        _asked = null;
        return Found(await asked.ConfigureAwait(false));
    }

    public async ValueTask DisposeAsync()
    {
        if (_asked is null)
        {
            await _chunks.DisposeAsync().ConfigureAwait(false);
            _stop.Dispose();
            return;
        }

        await _stop.CancelAsync().ConfigureAwait(false);
        Task grace = Task.Delay(Grace);
        await Task.WhenAny(_asked, grace).ConfigureAwait(false);
        try
        {
            if (_asked.IsCompletedSuccessfully && await _asked.ConfigureAwait(false))
            {
                _keep(_chunks.Current); // what has left its source has nowhere else to be
            }
        }
        finally
        {
            await Task.WhenAny(EndAsync(_asked), grace).ConfigureAwait(false);
        }
    }

    private SourceRead Found(bool isChunk)
    {
        if (isChunk && _chunks.Current.Length > 0)
        {
            _waited = TimeSpan.Zero;
        }

        return isChunk ? SourceRead.Chunk : SourceRead.End;
    }

    private Task WaitAsync(Task task, TimeSpan? patience) => patience switch
    {
        null => task.WaitAsync(_stop.Token),
        { Ticks: <= 0 } => task.IsCompleted ? task : Task.FromException(new TimeoutException()),
        { } left => task.WaitAsync(left, _time, _stop.Token),
    };

    // An enumerator must not be disposed while it is being asked. What it still gives or throws has no receiver any more.
    private async Task EndAsync(Task asked)
    {
        try
        {
            await asked.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await _chunks.DisposeAsync().ConfigureAwait(false);
        }
#pragma warning disable CA1031 // the enumeration has ended, in the way that its own result or exception tells
        catch (Exception)
#pragma warning restore CA1031
        {
        }
        finally
        {
            _stop.Dispose();
        }
    }
}
