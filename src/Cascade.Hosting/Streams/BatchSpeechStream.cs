namespace Cascade.Hosting.Streams;

/// <summary>A session's place in the batch. Results come with the ticks.</summary>
internal sealed class BatchSpeechStream(BatchTicker ticker, StreamProcessor stream, int bytesAhead, StreamSink sink) : ISpeechStream
{
    // A fault that passes ends no session; one that stays is not waited for.
    private const int MaxFailures = 16;

    private int _untickedBytes;

    public long Position => SampleClock.ToSamples(stream.GetStats().Position);

    public async ValueTask PushAsync(ReadOnlyMemory<byte> bytes)
    {
        if (!stream.Push(bytes.Span))
        {
            throw new InvalidOperationException("More audio waits than the session may keep: the batch does not tick.");
        }

        if (Interlocked.Add(ref _untickedBytes, bytes.Length) > bytesAhead)
        {
            await DrainAsync().ConfigureAwait(false);
        }
    }

    public async ValueTask FlushAsync()
    {
        stream.PushEnd();
        await DrainAsync().ConfigureAwait(false);
    }

    public bool LooksForStalls => true;

    public ValueTask CloseIfStalledAsync() => ValueTask.CompletedTask;

    public async ValueTask DrainAsync()
    {
        for (int failures = 0; !await ticker.NextTick.ConfigureAwait(false);)
        {
            if (++failures == MaxFailures)
            {
                throw new InvalidOperationException($"{MaxFailures} ticks of the batch have failed in a row.");
            }
        }
    }

    public void Update(SpeechSettings settings) => stream.Update(settings);

    /// <summary>The ticker, after a tick.</summary>
    public void Deliver()
    {
        Volatile.Write(ref _untickedBytes, 0);
        sink(ReadAll());
    }

    public ValueTask DisposeAsync()
    {
        ticker.Remove(this);
        stream.Dispose();
        return ValueTask.CompletedTask;
    }

    private IEnumerable<CascadeResult> ReadAll()
    {
        while (stream.TryRead(out CascadeResult? result))
        {
            yield return result;
        }
    }
}
