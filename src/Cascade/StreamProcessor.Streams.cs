using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Cascade.Audio;
using Cascade.Framing;

namespace Cascade;

/// <content>Whole sources: the processor pulls, the caller enumerates.</content>
public sealed partial class StreamProcessor
{
    /// <summary>
    /// Pulls chunks from a source and yields results as they become known. When the source ends, the stream is flushed. The next chunk is asked for when the results of the
    /// one before have been taken. A long chunk is processed a second at a time. So a slow consumer slows its source.
    /// </summary>
    /// <param name="chunks">Bytes of any number each, cut anywhere; each must stay as it is until the next one is asked for.</param>
    /// <param name="cancellationToken">Ends the enumeration; also handed to the source. A source that ignores the token holds up nobody. Bytes that the source gives within a second are kept. After a second the source is let go when it answers.</param>
    /// <remarks>
    /// <para>The source or the engine may fail, or the enumeration may be canceled or left early. Results known by then have been yielded, or the next call delivers them. Speech
    /// may then be open: call <see cref="FlushAsync"/> for what was received, go on with another call, or <see cref="Reset"/>.</para>
    /// <para>With <see cref="StreamProcessorOptions.InputTimeout"/>, a source that gives no byte for that long while speech is open has the open segment closed. The source is waited for as before.</para>
    /// </remarks>
    /// <inheritdoc cref="ProcessChunkAsync" path="/exception"/>
    public IAsyncEnumerable<CascadeResult> ProcessStreamAsync(IAsyncEnumerable<ReadOnlyMemory<byte>> chunks, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(chunks);
        return EnumerateAsync(chunks, ownFormat: null, cancellationToken);
    }

    /// <summary>
    /// The same for a source that has a format of its own, whatever <see cref="StreamProcessorOptions.InputFormat"/> is: a stream of its own, as a file is. The clock begins anew and the model's state is fresh.
    /// </summary>
    /// <param name="chunks">Bytes of any number each, cut anywhere; each must stay as it is until the next one is asked for.</param>
    /// <param name="format">The format of the bytes.</param>
    /// <param name="cancellationToken">Ends the enumeration; also handed to the source.</param>
    /// <exception cref="InvalidOperationException">Another call is running, or earlier audio has not been flushed.</exception>
    /// <inheritdoc cref="ProcessStreamAsync(IAsyncEnumerable{ReadOnlyMemory{byte}}, CancellationToken)" path="/exception"/>
    public IAsyncEnumerable<CascadeResult> ProcessStreamAsync(IAsyncEnumerable<ReadOnlyMemory<byte>> chunks, AudioFormat format, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(chunks);
        ArgumentNullException.ThrowIfNull(format);
        return EnumerateAsync(chunks, format, cancellationToken);
    }

    /// <summary>
    /// Reads an audio file as a stream of its own. The clock begins anew and the model's state is fresh, as after <see cref="Reset"/>. At the file's end the stream is flushed. WAV of
    /// every kind is read as it is; MP3, M4A, FLAC, Ogg, WebM and the like are decoded by ffmpeg, if it is installed. The format is detected from the content, not the name.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <exception cref="AudioFormatException">The file is no audio, or needs ffmpeg and that is not installed; or, after all its results, a part of the file is missing.</exception>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="InvalidOperationException">Another call is running, or earlier audio has not been flushed.</exception>
    /// <inheritdoc cref="ProcessStreamAsync(IAsyncEnumerable{ReadOnlyMemory{byte}}, CancellationToken)" path="/exception"/>
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

            if (file.UnreadBytes > 0)
            {
                _stream.LeftUnread(file.UnreadBytes);
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
        IAsyncEnumerable<ReadOnlyMemory<byte>> chunks, AudioFormat? ownFormat, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        EnterUsable();
        try
        {
            BeginSource(ownFormat);
            while (TryRead(out CascadeResult? earlier))
            {
                yield return earlier; // left by a call before: what waits is never more than one slice makes known
            }

            SourceReader source = new(chunks, KeepUnlessDisposed, _stream.Options.TimeProvider, cancellationToken, StoppingToken());
            await using ConfiguredAsyncDisposable _ = source.ConfigureAwait(false);
            SourceRead read;
            do
            {
                read = await ReadAsync(source, cancellationToken).ConfigureAwait(false);
                ReadOnlyMemory<byte> rest = read == SourceRead.Chunk ? source.Current : default;
                try
                {
                    do
                    {
                        ReadOnlyMemory<byte> slice = rest[..Math.Min(rest.Length, SliceBytes)];
                        rest = rest[slice.Length..];
                        ExceptionDispatchInfo? failure = await CatchAsync(TakeInAsync(read, slice, cancellationToken)).ConfigureAwait(false);
                        while (TryRead(out CascadeResult? result))
                        {
                            yield return result;
                        }

                        failure?.Throw();
                    }
                    while (!rest.IsEmpty);
                }
                finally
                {
                    KeepUnlessDisposed(rest); // left early by the consumer or a failure: the chunk has been taken from its source
                }
            }
            while (read != SourceRead.End);
        }
        finally
        {
            ExitCall();
        }
    }

    private ValueTask TakeInAsync(SourceRead read, ReadOnlyMemory<byte> slice, CancellationToken cancellationToken) => read switch
    {
        SourceRead.Chunk => AdvanceAsync(slice, cancellationToken),
        SourceRead.Stalled => EndAsync(SegmentEnd.InputStalled, cancellationToken),
        _ => EndAsync(SegmentEnd.Flush, cancellationToken),
    };

    private void BeginSource(AudioFormat? ownFormat)
    {
        if (ownFormat is null)
        {
            UseFormat(_stream.Options.InputFormat);
        }
        else
        {
            ThrowIfUnfinished();
            BeginStream(ownFormat);
        }
    }

    // A wait that disposal ends, ends in the exception of disposal.
    private async ValueTask<SourceRead> ReadAsync(SourceReader source, CancellationToken cancellationToken)
    {
        try
        {
            return await source.ReadAsync(_stream.HasOpenSpeech && _stream.Options.InputTimeout != Timeout.InfiniteTimeSpan ? _stream.Options.InputTimeout : null).ConfigureAwait(false);
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

    private CancellationToken StoppingToken()
    {
        lock (_stream)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return (_stopping ??= new CancellationTokenSource()).Token;
        }
    }

    // Accepts bytes without processing them, as far as there is room.
    private void KeepUnlessDisposed(ReadOnlyMemory<byte> bytes)
    {
        lock (_stream)
        {
            if (!bytes.IsEmpty && !_isClosed)
            {
                _stream.Keep(bytes.Span);
            }
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
