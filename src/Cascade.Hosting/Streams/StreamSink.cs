namespace Cascade.Hosting.Streams;

/// <summary>Takes the results of one piece of audio, in the order of the stream.</summary>
internal delegate void StreamSink(IEnumerable<CascadeResult> results);
