namespace Cascade.Tests.Trust;

/// <summary>A source that gives what it is told when it is told to, and sees what is done to it: compiled iterators hide the half of it.</summary>
internal sealed class ManualSource : IAsyncEnumerable<ReadOnlyMemory<byte>>
{
    private readonly TaskCompletionSource<bool> _disposed = NewTask();

    /// <summary>What it is asked for next.</summary>
    public TaskCompletionSource<bool> Next { get; private set; } = NewTask();

    /// <summary>When its disposal ends.</summary>
    public TaskCompletionSource<bool> Disposal { get; } = NewTask();

    public ReadOnlyMemory<byte> Current { get; set; } = new byte[1];

    /// <summary>What it is told to end by.</summary>
    public CancellationToken Token { get; private set; }

    public int Disposals { get; private set; }

    /// <summary>Completes when its disposal begins.</summary>
    public Task Disposed => _disposed.Task;

    /// <summary>Whether what it was told to end by has been let go.</summary>
    public bool IsTokenReleased
    {
        get
        {
            try
            {
                _ = Token.WaitHandle;
                return false;
            }
            catch (ObjectDisposedException)
            {
                return true;
            }
        }
    }

    /// <summary>Thrown in place of a beginning.</summary>
    public Exception? Refusal { get; init; }

    public IAsyncEnumerator<ReadOnlyMemory<byte>> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        Token = cancellationToken;
        return Refusal is null ? new Enumerator(this) : throw Refusal;
    }

    /// <summary>Answers what it was asked, and waits for the next question.</summary>
    public void Answer(SourceAnswer answer)
    {
        TaskCompletionSource<bool> next = Next;
        Next = NewTask();
        switch (answer)
        {
            case SourceAnswer.Chunk or SourceAnswer.End:
                next.SetResult(answer == SourceAnswer.Chunk);
                break;
            case SourceAnswer.Canceled:
                next.SetCanceled(Token);
                break;
            default:
                next.SetException(new SoakSourceException());
                break;
        }
    }

    private static TaskCompletionSource<bool> NewTask() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Enumerator(ManualSource source) : IAsyncEnumerator<ReadOnlyMemory<byte>>
    {
        public ReadOnlyMemory<byte> Current => source.Current;

        public ValueTask<bool> MoveNextAsync() => new(source.Next.Task);

        public ValueTask DisposeAsync()
        {
            source.Disposals++;
            source._disposed.TrySetResult(true);
            return new ValueTask(source.Disposal.Task);
        }
    }
}
