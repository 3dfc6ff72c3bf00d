using Cascade.Extensions.DependencyInjection;

namespace Cascade.Hosting.Streams;

/// <summary>A session's place in the batch. Results come with the ticks.</summary>
internal sealed class BatchSpeechStream : ISpeechStream
{
    // A fault that passes ends no session; one that stays is not waited for.
    private const int MaxFailures = 16;

    private readonly BatchTicker _ticker;
    private readonly StreamProcessor _stream;
    private readonly StreamSink _sink;

    // Pushed between two ticks at most: a second of audio, so that a client that catches up does so quickly and within bounds.
    private readonly int _bytesAhead;
    private int _untickedBytes;
    private readonly object _delivering = new(); // held while results go from the stream to the sink

    public BatchSpeechStream(BatchTicker ticker, StreamProcessorOptions options, StreamSink sink, StreamSnapshot? snapshot = null)
    {
        _ticker = ticker;
        _sink = sink;
        _bytesAhead = options.InputFormat.BytesPerBlock * options.InputFormat.SampleRateHz;
        options = options with { Engine = ticker.Batch };
        _stream = snapshot?.Restore(options) ?? new StreamProcessor(options);
        ticker.Ticked += Deliver;
    }

    public long Position => SampleClock.ToSamples(_stream.GetStats().Position);

    public async ValueTask PushAsync(ReadOnlyMemory<byte> bytes)
    {
        if (!_stream.Push(bytes.Span))
        {
            throw new InvalidOperationException("More audio waits than the session may keep: the batch does not tick.");
        }

        if (Interlocked.Add(ref _untickedBytes, bytes.Length) > _bytesAhead)
        {
            await DrainAsync().ConfigureAwait(false);
        }
    }

    public async ValueTask FlushAsync()
    {
        _stream.PushEnd();
        await DrainAsync().ConfigureAwait(false);
    }

    public bool LooksForStalls => true;

    public ValueTask CloseIfStalledAsync() => ValueTask.CompletedTask;

    public async ValueTask DrainAsync()
    {
        for (int failures = 0; !await _ticker.NextTick.ConfigureAwait(false);)
        {
            if (++failures == MaxFailures)
            {
                throw new InvalidOperationException($"{MaxFailures} ticks of the batch have failed in a row.");
            }
        }
    }

    public void Update(SpeechSettings settings) => _stream.Update(settings);

    public byte[] Save(Action beside)
    {
        lock (_delivering)
        {
            beside();
            return _stream.Save();
        }
    }

    public ValueTask DisposeAsync()
    {
        _ticker.Ticked -= Deliver;
        _stream.Dispose();
        return ValueTask.CompletedTask;
    }

    // After a tick.
    private void Deliver()
    {
        Volatile.Write(ref _untickedBytes, 0);
        lock (_delivering)
        {
            _sink(ReadAll());
        }
    }

    private IEnumerable<CascadeResult> ReadAll()
    {
        while (_stream.TryRead(out CascadeResult? result))
        {
            yield return result;
        }
    }
}
