using System.IO.Pipelines;
using Cascade.Hosting.Connections;

namespace Cascade.Hosting.Tests;

/// <summary>When a connection counts as gone.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class WatchedStreamTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(16);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    // The interval, a quarter of it until the WebSocket looks, and the timeout.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    private readonly ManualTime _time = new();
    private readonly Pipe _pipe = new();
    private readonly byte[] _buffer = new byte[100];
    private int _gone;

    [Test]
    public async Task ReadThatWaitsForTooLong_IsGone()
    {
        await using WatchedStream stream = Watch();
        ValueTask<int> read = stream.ReadAsync(_buffer);
        _time.Advance(Limit - Tick);
        Assert.That(_gone, Is.Zero);
        _time.Advance(Tick);
        Assert.That(_gone, Is.EqualTo(1));
        await _pipe.Writer.WriteAsync(new byte[1]);
        Assert.That(await read, Is.EqualTo(1));
    }

    [Test]
    public async Task WhileNobodyReads_NothingCounts()
    {
        await using WatchedStream stream = Watch();
        ValueTask<int> read = stream.ReadAsync(_buffer);
        await _pipe.Writer.WriteAsync(new byte[1]);
        await read;
        _time.Advance(TimeSpan.FromHours(1));
        Assert.That(_gone, Is.Zero);
    }

    [Test]
    public async Task EachRead_CountsAnew()
    {
        await using WatchedStream stream = Watch();
        for (int i = 0; i < 10; i++)
        {
            ValueTask<int> read = stream.ReadAsync(_buffer);
            _time.Advance(Limit - Tick);
            await _pipe.Writer.WriteAsync(new byte[1]);
            await read;
        }

        Assert.That(_gone, Is.Zero);
    }

    private WatchedStream Watch()
    {
        WatchedStream stream = new(_pipe.Reader.AsStream());
        stream.Watch(Interval, Timeout, _time, () => _gone++);
        return stream;
    }
}
