using System.Runtime.CompilerServices;

namespace Cascade;

/// <summary>Live streams of Opus packets for a <see cref="StreamProcessor"/>.</summary>
public static class OpusStreamExtensions
{
    /// <summary>Takes packets as they arrive and yields results as they become known. The stream is one of its own: the clock begins anew, and the end of the packets flushes.</summary>
    /// <param name="processor">The processor, with no other call running and no audio waiting.</param>
    /// <param name="packets">The packets in the order of their arrival.</param>
    /// <param name="decoder">A new decoder, which counts what was lost.</param>
    /// <param name="cancellationToken">Ends the enumeration; also handed to the source.</param>
    /// <inheritdoc cref="StreamProcessor.ProcessStreamAsync(IAsyncEnumerable{ReadOnlyMemory{byte}}, AudioFormat, CancellationToken)" path="/exception"/>
    public static IAsyncEnumerable<CascadeResult> ProcessOpusAsync(
        this StreamProcessor processor, IAsyncEnumerable<OpusPacket> packets, OpusPacketDecoder decoder, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(processor);
        ArgumentNullException.ThrowIfNull(packets);
        ArgumentNullException.ThrowIfNull(decoder);
        return processor.ProcessStreamAsync(DecodeAsync(packets, decoder, cancellationToken), OpusPacketDecoder.Format, cancellationToken);
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> DecodeAsync(
        IAsyncEnumerable<OpusPacket> packets, OpusPacketDecoder decoder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (OpusPacket packet in packets.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            yield return decoder.Decode(packet);
        }
    }
}
