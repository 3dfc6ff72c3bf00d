namespace Cascade.Hosting.Streams;

/// <summary>A session with a processor of its own.</summary>
internal sealed class ProcessorSpeechStream(StreamProcessor processor, StreamSink sink) : ISpeechStream
{
    public long Position => SampleClock.ToSamples(processor.GetStats().Position);

    public async ValueTask PushAsync(ReadOnlyMemory<byte> bytes) => sink(await processor.ProcessChunkAsync(bytes).ConfigureAwait(false));

    public async ValueTask FlushAsync() => sink(await processor.FlushAsync().ConfigureAwait(false));

    public bool LooksForStalls => false;

    public async ValueTask CloseIfStalledAsync() => sink(await processor.CloseIfStalledAsync().ConfigureAwait(false));

    public ValueTask DrainAsync() => ValueTask.CompletedTask;

    public void Update(SpeechSettings settings) => processor.Update(settings);

    public byte[] Save(Action beside)
    {
        beside();
        return processor.Save();
    }

    public ValueTask DisposeAsync() => processor.DisposeAsync();
}
