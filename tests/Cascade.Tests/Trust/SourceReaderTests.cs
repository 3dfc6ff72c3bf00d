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

    [Test]
    public async Task SourceThatStalls_IsWaitedForAnew()
    {
        SourceReader reader = await StallAsync();
        _source.Current = default; // a chunk without bytes, which changes nothing
        _source.Next.SetResult(true);
        Assert.That(await reader.ReadAsync(Second), Is.EqualTo(SourceRead.Chunk));
        _source.Next = new TaskCompletionSource<bool>();
        Task<SourceRead> read = reader.ReadAsync(Second).AsTask();
        _time.Advance(Second - TimeSpan.FromTicks(1));
        Assert.That(read.IsCompleted, Is.False);
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.That(await read, Is.EqualTo(SourceRead.Stalled));
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
        Assert.Throws<NotSupportedException>(() => _ = new SourceReader(source, _time, CancellationToken.None, CancellationToken.None));
        Assert.That(source.IsTokenReleased);
    }

    [Test]
    public async Task SourceThatIsLeftWhileAsked_IsDisposedWhenItHasEnded()
    {
        SourceReader reader = await StallAsync();
        _source.Disposal.SetResult(true);
        bool wasDisposed = true;
        _source.Token.Register(() =>
        {
            wasDisposed = _source.Disposals > 0;
            _ = EndInAWhileAsync();
        });
        await reader.DisposeAsync();
        Assert.That((wasDisposed, _source.Disposals, _source.WasDisposedWhileAsked, _source.IsTokenReleased), Is.EqualTo((false, 1, false, true)));

        // Much less than it gets.
        async Task EndInAWhileAsync()
        {
            for (int i = 0; i < 1_000; i++)
            {
                await Task.Yield();
            }

            _source.Next.SetCanceled(_source.Token);
        }
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

    private SourceReader Create() => new(_source, _time, CancellationToken.None, CancellationToken.None);

    private async Task<SourceReader> StallAsync()
    {
        SourceReader reader = Create();
        Task<SourceRead> read = reader.ReadAsync(Second).AsTask();
        _time.Advance(Second);
        Assert.That(await read.ConfigureAwait(false), Is.EqualTo(SourceRead.Stalled));
        return reader;
    }
}
