using Cascade.Framing;

namespace Cascade.Tests.Trust;

/// <summary>A source is waited for as long as it is allowed, and let go as a source should be.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)] // each has its own time and source
public sealed class SourceReaderTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly ManualTime _time = new();
    private readonly ManualSource _source = new();
    private readonly CountingContext _context = new();
    private readonly List<byte[]> _kept = [];

    // Chunks without bytes change nothing: what was waited before them counts.
    [Test]
    public async Task SourceThatStalls_HasGivenNoByteForSoLong()
    {
        SourceReader reader = Create();
        _source.Current = default;
        await WaitAsync(reader, Second / 4, SourceRead.Chunk);
        await WaitAsync(reader, Second / 4, SourceRead.Chunk);
        await WaitAsync(reader, Second / 2, SourceRead.Stalled);
    }

    [Test]
    public async Task TimeAfterAStall_BeginsAnew()
    {
        SourceReader reader = Create();
        _source.Current = default;
        await WaitAsync(reader, Second / 2, SourceRead.Chunk);
        Assert.That(await reader.ReadAsync(Second / 2), Is.EqualTo(SourceRead.Stalled));
        Task<SourceRead> read = reader.ReadAsync(Second / 2).AsTask();
        Assert.That(read.IsCompleted, Is.False);
        _source.Answer(SourceAnswer.Chunk);
        Assert.That(await read, Is.EqualTo(SourceRead.Chunk));
    }

    [Test]
    public async Task NoPatience_GivesOnlyWhatIsThere()
    {
        SourceReader reader = await StallAsync();
        Assert.That(await reader.ReadAsync(TimeSpan.Zero), Is.EqualTo(SourceRead.Stalled));
        _source.Next.SetResult(true);
        Assert.That(await reader.ReadAsync(TimeSpan.Zero), Is.EqualTo(SourceRead.Chunk));
    }

    [Test]
    public async Task TimeoutOfTheSourceItself_IsNoStall()
    {
        SourceReader reader = Create();
        Task<SourceRead> read = reader.ReadAsync(Second).AsTask();
        TimeoutException own = new("of the source");
        _source.Next.SetException(own);
        Assert.That(await Assert.ThrowsAsync<TimeoutException>(() => read), Is.SameAs(own));
    }

    [Test]
    public async Task SourceThatHasEnded_IsDisposedAndLetGo()
    {
        SourceReader reader = Create();
        _source.Next.SetResult(false);
        Assert.That(await reader.ReadAsync(Second), Is.EqualTo(SourceRead.End));
        Assert.That(_source.IsTokenReleased, Is.False);
        Task disposal = reader.DisposeAsync().AsTask();
        Assert.That(disposal.IsCompleted, Is.False);
        _source.Disposal.SetResult(true);
        await disposal;
        Assert.That((_source.Disposals, _source.IsTokenReleased, _source.Token.IsCancellationRequested), Is.EqualTo((1, true, false)));
    }

    [Test]
    public void SourceThatCannotBegin_IsLetGo()
    {
        ManualSource source = new() { Refusal = new NotSupportedException() };
        Assert.Throws<NotSupportedException>(() => _ = new SourceReader(source, Keep, _time, CancellationToken.None, CancellationToken.None));
        Assert.That(source.IsTokenReleased);
    }

    [Test]
    public async Task SourceThatIsLeftWhileAsked_IsDisposedWhenItHasAnswered([Values] SourceAnswer answer)
    {
        SourceReader reader = await StallAsync();
        bool wasDisposedEarly = true;
        bool hasEnded = false;
        _source.Token.Register(() => _ = EndInAWhileAsync());
        await reader.DisposeAsync();
        Assert.That((wasDisposedEarly, hasEnded, _source.Disposals, _source.IsTokenReleased), Is.EqualTo((false, true, 1, true)));
        Assert.That(_kept, Is.EqualTo(answer == SourceAnswer.Chunk ? new[] { _source.Current.ToArray() } : []), "a chunk has left its source");

        // Much less than it gets.
        async Task EndInAWhileAsync()
        {
            await YieldAsync();
            wasDisposedEarly = _source.Disposals > 0;
            _source.Answer(answer);
            await YieldAsync();
            hasEnded = true;
            _source.Disposal.SetResult(true);
        }

        static async Task YieldAsync()
        {
            for (int i = 0; i < 100; i++)
            {
                await Task.Yield();
            }
        }
    }

    [Test]
    public async Task ChunkThatCannotBeKept_LeavesItsSourceDisposed()
    {
        InsufficientMemoryException full = new();
        SourceReader reader = new(_source, _ => throw full, _time, CancellationToken.None, CancellationToken.None);
        await WaitAsync(reader, Second, SourceRead.Stalled);
        _source.Next.SetResult(true);
        _source.Disposal.SetResult(true);
        Assert.That(await Assert.ThrowsAsync<InsufficientMemoryException>(async () => await reader.DisposeAsync()), Is.SameAs(full));
        Assert.That((_source.Disposals, _source.IsTokenReleased), Is.EqualTo((1, true)));
    }

    [Test]
    public async Task CallersContext_IsNotUsedWhileItWaits()
    {
        SourceReader reader = Create();
        Task<SourceRead> read = _context.Begin(() => reader.ReadAsync(Second).AsTask());
        _source.Next.SetResult(true);
        await read.ConfigureAwait(false);
        Assert.That(_context.Posts, Is.Zero);
    }

    [Test]
    public async Task CallersContext_IsNotUsedWhenTheSourceHasEnded()
    {
        Task disposal = _context.Begin(() => Create().DisposeAsync().AsTask());
        _source.Disposal.SetResult(true);
        await disposal.ConfigureAwait(false);
        Assert.That(_context.Posts, Is.Zero);
    }

    [Test]
    public async Task CallersContext_IsNotUsedWhenTheSourceIsLeft([Values] bool isCancellationSlow, [Values] bool isAnswered)
    {
        SourceReader reader = await StallAsync();
        using ManualResetEventSlim slow = new(!isCancellationSlow);
        if (isCancellationSlow)
        {
            _source.Token.Register(slow.Wait);
        }

        if (isAnswered)
        {
            _source.Next.SetResult(true);
        }

        Task disposal = _context.Begin(() => reader.DisposeAsync().AsTask());
        slow.Set();
        _source.Next.TrySetResult(true);
        _source.Disposal.SetResult(true);
        await disposal.ConfigureAwait(false);
        Assert.That((_context.Posts, _source.Disposals), Is.EqualTo((0, 1)));
    }

    private SourceReader Create() => new(_source, Keep, _time, CancellationToken.None, CancellationToken.None);

    private void Keep(ReadOnlyMemory<byte> chunk) => _kept.Add(chunk.ToArray());

    private async Task<SourceReader> StallAsync()
    {
        SourceReader reader = Create();
        await WaitAsync(reader, Second, SourceRead.Stalled);
        return reader;
    }

    // With a second's patience. A chunk comes after the time, a stall with it and no earlier.
    private async Task WaitAsync(SourceReader reader, TimeSpan time, SourceRead expected)
    {
        Task<SourceRead> read = reader.ReadAsync(Second).AsTask();
        _time.Advance(time - TimeSpan.FromTicks(1));
        Assert.That(read.IsCompleted, Is.False);
        _time.Advance(TimeSpan.FromTicks(1));
        if (expected == SourceRead.Chunk)
        {
            _source.Answer(SourceAnswer.Chunk);
        }

        Assert.That(await read.ConfigureAwait(false), Is.EqualTo(expected));
    }
}
