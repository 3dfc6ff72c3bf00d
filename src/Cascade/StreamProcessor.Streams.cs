using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Cascade.Audio;

namespace Cascade;

/// <content>Whole sources: the processor pulls, the caller enumerates.</content>
public sealed partial class StreamProcessor
{
    /// <summary>
    /// Pulls chunks from a source and yields results as they become known. When the source ends, the stream is flushed. The next chunk is asked for when the results of the
    /// one before have been taken, so a slow consumer slows its source.
    /// </summary>
    /// <param name="chunks">Bytes of any number each, cut anywhere; each must stay as it is until the next one is asked for.</param>
    /// <param name="cancellationToken">Ends the enumeration; also handed to the source.</param>
    /// <remarks>
    /// If the source fails, the engine fails, or the enumeration is canceled or left early, results known by then have been yielded or are delivered by the next call, and speech
    /// may be open: call <see cref="FlushAsync"/> for what was received, go on with another call, or <see cref="Reset"/>.
    /// </remarks>
    /// <inheritdoc cref="ProcessChunkAsync" path="/exception"/>
    public IAsyncEnumerable<CascadeResult> ProcessStreamAsync(IAsyncEnumerable<ReadOnlyMemory<byte>> chunks, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(chunks);
        return EnumerateAsync(chunks, fileFormat: null, cancellationToken);
    }

    /// <summary>
    /// Reads an audio file as a stream of its own: the clock begins at zero and the model's state is fresh, as after <see cref="Reset"/>; at its end the stream is flushed. WAV of
    /// every kind is read as it is; MP3, M4A, FLAC, Ogg, WebM and the like are decoded by ffmpeg, if it is installed. What a file is, its content says, not its name.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <exception cref="AudioFormatException">The file is no audio, or needs ffmpeg and that is not installed; or, after all its results, a part of the file is missing.</exception>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    /// <exception cref="InvalidOperationException">Another call is running, or earlier audio has not been flushed.</exception>
    /// <inheritdoc cref="ProcessStreamAsync" path="/exception"/>
    public IAsyncEnumerable<CascadeResult> ProcessFileAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return EnumerateFileAsync(path, cancellationToken);
    }

    private async IAsyncEnumerable<CascadeResult> EnumerateFileAsync(string path, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        AudioFile file = await OpenAsync(path, cancellationToken).ConfigureAwait(false);
        await using (file.ConfigureAwait(false))
        {
            await foreach (CascadeResult result in EnumerateAsync(file.Pcm.ReadChunksAsync(cancellationToken), file.Format, cancellationToken).ConfigureAwait(false))
            {
                yield return result;
            }

            if (file.Truncation is { } truncation)
            {
                _stream.Diagnostics.Failed(truncation);
                throw truncation;
            }
        }
    }

    private async ValueTask<AudioFile> OpenAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await AudioFile.OpenAsync(path, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (_stream.Diagnostics.Failed(e))
        {
            throw;
        }
    }

    private async IAsyncEnumerable<CascadeResult> EnumerateAsync(
        IAsyncEnumerable<ReadOnlyMemory<byte>> chunks, AudioFormat? fileFormat, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        EnterCall();
        try
        {
            BeginSource(fileFormat);
            using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping.Token);
            IAsyncEnumerator<ReadOnlyMemory<byte>> source = chunks.GetAsyncEnumerator(stop.Token);
            await using ConfiguredAsyncDisposable _ = source.ConfigureAwait(false);
            while (await NextAsync(source, cancellationToken).ConfigureAwait(false))
            {
                ReadOnlyMemory<byte> rest = source.Current;
                try
                {
                    while (!rest.IsEmpty)
                    {
                        ReadOnlyMemory<byte> slice = rest[..Math.Min(rest.Length, SliceBytes)];
                        rest = rest[slice.Length..];
                        ExceptionDispatchInfo? failure = await CatchAsync(AdvanceAsync(slice, cancellationToken)).ConfigureAwait(false);
                        while (_stream.Ready.TryDequeue(out CascadeResult? result))
                        {
                            yield return result;
                        }

                        failure?.Throw();
                    }
                }
                finally
                {
                    KeepUnlessDisposed(rest); // left early by the consumer or a failure: the chunk has been taken from its source
                }
            }

            ExceptionDispatchInfo? lastFailure = await CatchAsync(EndAsync(cancellationToken)).ConfigureAwait(false);
            while (_stream.Ready.TryDequeue(out CascadeResult? result))
            {
                yield return result;
            }

            lastFailure?.Throw();
        }
        finally
        {
            ExitCall();
        }
    }

    private void BeginSource(AudioFormat? fileFormat)
    {
        if (fileFormat is null)
        {
            UseFormat(_stream.Options.InputFormat);
        }
        else
        {
            ThrowIfUnfinished();
            BeginStream(fileFormat);
        }
    }

    // A source that is canceled by disposal ends in the exception of disposal.
    private async ValueTask<bool> NextAsync(IAsyncEnumerator<ReadOnlyMemory<byte>> source, CancellationToken cancellationToken)
    {
        try
        {
            return await source.MoveNextAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_disposed && !cancellationToken.IsCancellationRequested)
        {
            throw new ObjectDisposedException(nameof(StreamProcessor));
        }
        catch (Exception e) when (_stream.Diagnostics.Failed(e))
        {
            throw;
        }
    }

    // Results from before a failure are yielded first, and a method cannot yield from within a try with a catch.
    private static async ValueTask<ExceptionDispatchInfo?> CatchAsync(ValueTask work)
    {
        try
        {
            await work.ConfigureAwait(false);
            return null;
        }
        catch (Exception e) // thrown again by the caller
        {
            return ExceptionDispatchInfo.Capture(e);
        }
    }
}
