using System.Runtime.CompilerServices;
using NAudio.Wave;

namespace Cascade;

/// <summary>
/// NAudio's sources for a <see cref="StreamProcessor"/>. A source states its own format, so each source is a stream of its own, as a file is. The clock begins anew, the model's state is fresh, and
/// the end of the source flushes.
/// </summary>
public static class NAudioStreamExtensions
{
    /// <summary>Reads a wave stream (a file, for example) from its present position to its end and yields the results as they become known. The stream stays open.</summary>
    /// <param name="processor">The processor, with no other call running and no audio waiting.</param>
    /// <param name="stream">The source, in any format of <see cref="WaveFormatExtensions.ToAudioFormat"/>.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <exception cref="NotSupportedException">The format of the source can't be read.</exception>
    /// <inheritdoc cref="StreamProcessor.ProcessStreamAsync(IAsyncEnumerable{ReadOnlyMemory{byte}}, AudioFormat, CancellationToken)" path="/exception"/>
    [OverloadResolutionPriority(1)] // a WaveStream is a Stream and a wave provider, and some are sample providers as well
    public static IAsyncEnumerable<CascadeResult> ProcessStreamAsync(this StreamProcessor processor, WaveStream stream, CancellationToken cancellationToken = default) =>
        processor.ProcessStreamAsync((IWaveProvider)stream, cancellationToken);

    /// <summary>
    /// Reads a wave provider to its end and yields the results as they become known. The provider is read on the thread pool, a tenth of a second at a time, when the results before have been taken.
    /// </summary>
    /// <param name="processor">The processor, with no other call running and no audio waiting.</param>
    /// <param name="provider">The source. A provider that never ends is never flushed. One that gives silence at once (a <see cref="BufferedWaveProvider"/> that reads fully) is read as
    /// fast as it goes: use a <see cref="CaptureSource"/> for live audio.</param>
    /// <param name="cancellationToken">Ends the enumeration, after the read that is running.</param>
    /// <exception cref="NotSupportedException">The format of the source can't be read.</exception>
    /// <inheritdoc cref="StreamProcessor.ProcessStreamAsync(IAsyncEnumerable{ReadOnlyMemory{byte}}, AudioFormat, CancellationToken)" path="/exception"/>
    public static IAsyncEnumerable<CascadeResult> ProcessStreamAsync(this StreamProcessor processor, IWaveProvider provider, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(processor);
        ArgumentNullException.ThrowIfNull(provider);
        AudioFormat format = provider.WaveFormat.ToAudioFormat();
        return processor.ProcessStreamAsync(ProviderChunks.ReadAsync(provider.Read, format, cancellationToken), format, cancellationToken);
    }

    /// <summary>
    /// Reads a sample provider, or the last one of a chain, to its end and yields the results as they become known. The chain runs on the thread pool, a tenth of a second at a time, when the
    /// results before have been taken.
    /// </summary>
    /// <param name="processor">The processor, with no other call running and no audio waiting.</param>
    /// <param name="provider">The source, of any rate and number of channels. No resampler and no downmix is needed in the chain: the processor converts, and loses less.</param>
    /// <param name="cancellationToken">Ends the enumeration, after the read that is running.</param>
    /// <exception cref="NotSupportedException">The format of the source can't be read.</exception>
    /// <inheritdoc cref="StreamProcessor.ProcessStreamAsync(IAsyncEnumerable{ReadOnlyMemory{byte}}, AudioFormat, CancellationToken)" path="/exception"/>
    public static IAsyncEnumerable<CascadeResult> ProcessStreamAsync(this StreamProcessor processor, ISampleProvider provider, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(processor);
        ArgumentNullException.ThrowIfNull(provider);
        AudioFormat format = provider.WaveFormat.ToAudioFormat();
        return processor.ProcessStreamAsync(ProviderChunks.ReadAsync(provider, format, cancellationToken), format, cancellationToken);
    }

    /// <summary>
    /// Starts a capture device and yields the results as they become known, until the device stops. To end with all results, call <c>StopRecording</c> of the device: what it recorded is processed
    /// and open speech is flushed.
    /// </summary>
    /// <param name="processor">The processor, with no other call running and no audio waiting.</param>
    /// <param name="capture">The device. It is stopped when the enumeration ends for any reason, and not disposed.</param>
    /// <param name="cancellationToken">Ends the enumeration at once; speech may be open then.</param>
    /// <remarks>When the device stops by a fault, its exception is thrown after all results of what it recorded.</remarks>
    /// <exception cref="NotSupportedException">The format of the device can't be read.</exception>
    /// <exception cref="InvalidOperationException">The source is being read already.</exception>
    /// <inheritdoc cref="StreamProcessor.ProcessStreamAsync(IAsyncEnumerable{ReadOnlyMemory{byte}}, AudioFormat, CancellationToken)" path="/exception"/>
    public static IAsyncEnumerable<CascadeResult> ProcessStreamAsync(this StreamProcessor processor, CaptureSource capture, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(processor);
        ArgumentNullException.ThrowIfNull(capture);
        return processor.ProcessStreamAsync(capture.ReadAsync(cancellationToken), capture.Format, cancellationToken);
    }
}
