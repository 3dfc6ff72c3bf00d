using Cascade.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Cascade.Hosting.Streams;

/// <summary>Makes a session's stream when its first audio comes.</summary>
internal class SpeechStreamFactory(IOptions<CascadeHostingOptions> options, BatchTicker ticker)
{
    public virtual ISpeechStream Create(StreamProcessorOptions streamOptions, StreamSink sink) =>
        options.Value.Batch ? new BatchSpeechStream(ticker, streamOptions, sink) : new ProcessorSpeechStream(new StreamProcessor(streamOptions), sink);

    /// <summary>Makes the stream of a session that another node has kept.</summary>
    /// <exception cref="SnapshotException">The options or the engine of this node do not fit.</exception>
    public virtual ISpeechStream Restore(StreamSnapshot snapshot, StreamProcessorOptions streamOptions, StreamSink sink) =>
        options.Value.Batch ? new BatchSpeechStream(ticker, streamOptions, sink, snapshot) : new ProcessorSpeechStream(snapshot.Restore(streamOptions), sink);
}
