using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Cascade.Audio;

namespace Cascade;

/// <summary>Other shapes of source for <see cref="StreamProcessor.ProcessStreamAsync(IAsyncEnumerable{ReadOnlyMemory{byte}}, CancellationToken)"/>, which tells what they all do.</summary>
public static class StreamProcessorExtensions
{
    /// <summary>Processes a source of arrays.</summary>
    /// <inheritdoc cref="StreamProcessor.ProcessStreamAsync(IAsyncEnumerable{ReadOnlyMemory{byte}}, CancellationToken)"/>
    public static IAsyncEnumerable<CascadeResult> ProcessStreamAsync(
        this StreamProcessor processor, IAsyncEnumerable<byte[]> chunks, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(processor);
        ArgumentNullException.ThrowIfNull(chunks);
        return processor.ProcessStreamAsync(AsMemoryAsync(chunks, cancellationToken), cancellationToken);
    }

    /// <summary>Processes a stream of bytes to its end; the stream stays open.</summary>
    /// <inheritdoc cref="StreamProcessor.ProcessStreamAsync(IAsyncEnumerable{ReadOnlyMemory{byte}}, CancellationToken)"/>
    public static IAsyncEnumerable<CascadeResult> ProcessStreamAsync(this StreamProcessor processor, Stream stream, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(processor);
        ArgumentNullException.ThrowIfNull(stream);
        return processor.ProcessStreamAsync(stream.ReadChunksAsync(cancellationToken), cancellationToken);
    }

    /// <summary>Processes what a pipe holds until its writer completes; the reader is not completed.</summary>
    /// <inheritdoc cref="StreamProcessor.ProcessStreamAsync(IAsyncEnumerable{ReadOnlyMemory{byte}}, CancellationToken)"/>
    public static IAsyncEnumerable<CascadeResult> ProcessStreamAsync(this StreamProcessor processor, PipeReader reader, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return processor.ProcessStreamAsync(reader.AsStream(leaveOpen: true), cancellationToken);
    }

    /// <summary>Processes a stream of bytes to its end and yields the speech segments alone; the stream stays open.</summary>
    /// <inheritdoc cref="StreamProcessor.ProcessStreamAsync(IAsyncEnumerable{ReadOnlyMemory{byte}}, CancellationToken)"/>
    public static IAsyncEnumerable<SpeechSegment> SegmentsAsync(this StreamProcessor processor, Stream stream, CancellationToken cancellationToken = default) =>
        OnlySegmentsAsync(processor.ProcessStreamAsync(stream, cancellationToken), cancellationToken);

    /// <summary>Processes a source and yields the speech segments alone.</summary>
    /// <inheritdoc cref="StreamProcessor.ProcessStreamAsync(IAsyncEnumerable{ReadOnlyMemory{byte}}, CancellationToken)"/>
    public static IAsyncEnumerable<SpeechSegment> SegmentsAsync(
        this StreamProcessor processor, IAsyncEnumerable<ReadOnlyMemory<byte>> chunks, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(processor);
        return OnlySegmentsAsync(processor.ProcessStreamAsync(chunks, cancellationToken), cancellationToken);
    }

    /// <summary>Reads an audio file and yields the speech segments alone.</summary>
    /// <inheritdoc cref="StreamProcessor.ProcessFileAsync"/>
    public static IAsyncEnumerable<SpeechSegment> FileSegmentsAsync(this StreamProcessor processor, string path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(processor);
        return OnlySegmentsAsync(processor.ProcessFileAsync(path, cancellationToken), cancellationToken);
    }

    private static async IAsyncEnumerable<SpeechSegment> OnlySegmentsAsync(
        IAsyncEnumerable<CascadeResult> results, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (CascadeResult result in results.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (result is SpeechSegment segment)
            {
                yield return segment;
            }
        }
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> AsMemoryAsync(
        IAsyncEnumerable<byte[]> chunks, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (byte[] chunk in chunks.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            yield return chunk;
        }
    }
}
