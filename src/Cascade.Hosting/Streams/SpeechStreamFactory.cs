using Cascade.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Cascade.Hosting.Streams;

/// <summary>Makes a session's stream when its first audio comes.</summary>
internal class SpeechStreamFactory(IOptions<CascadeHostingOptions> options, BatchTicker ticker)
{
    public virtual ISpeechStream Create(StreamProcessorOptions streamOptions, StreamSink sink) =>
        options.Value.Batch ? new BatchSpeechStream(ticker, streamOptions, sink) : new ProcessorSpeechStream(new StreamProcessor(streamOptions), sink);
}
