namespace Cascade.Hosting.Streams;

/// <summary>A session's place in the batch. Results come with the ticks.</summary>
internal sealed class BatchSpeechStream(BatchTicker ticker, BatchStream stream, int bytesAhead, StreamSink sink) : ISpeechStream
{
    private int _untickedBytes;

    public long Position => SessionClock.ToSamples(stream.GetStats().Position);

    public async ValueTask PushAsync(ReadOnlyMemory<byte> bytes)
    {
        stream.Push(bytes.Span);
        if (Interlocked.Add(ref _untickedBytes, bytes.Length) > bytesAhead)
        {
            await DrainAsync().ConfigureAwait(false);
        }
    }

    public async ValueTask FlushAsync()
    {
        stream.End();
        await DrainAsync().ConfigureAwait(false);
    }

    public async ValueTask DrainAsync() => await ticker.NextTick.ConfigureAwait(false);

    public void Update(StreamProcessorOptions options) => stream.Update(options);

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
