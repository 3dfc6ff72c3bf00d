using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Cascade;

/// <content>Audio that comes by itself: pushed from any thread, its results read elsewhere.</content>
public sealed partial class StreamProcessor
{
    private TaskCompletionSource? _news; // someone waits for audio or results
    private bool _isCompleted;

    /// <summary>
    /// Accepts the next bytes of the stream from any thread, without waiting: the call for a capture callback. <see cref="ReadAllAsync"/> delivers the results; calls from several threads are taken one
    /// after another.
    /// </summary>
    /// <param name="bytes">Bytes of any number, cut anywhere; they are copied.</param>
    /// <returns>
    /// False if some bytes were refused, because more than <see cref="StreamProcessorOptions.MaximumBacklog"/> of audio would wait: nobody reads the results, or reading is too slow. Whole samples are refused,
    /// counted as <see cref="ProcessorStats.BytesRefused"/>.
    /// </returns>
    /// <exception cref="InvalidOperationException">The stream was completed, or the processor must be reset (see <see cref="State"/>).</exception>
    /// <exception cref="ObjectDisposedException">The processor is disposed.</exception>
    public bool Push(ReadOnlySpan<byte> bytes) => PushUpTo(long.MaxValue, bytes);

    /// <summary>Gets how many more bytes may wait.</summary>
    internal long Room
    {
        get
        {
            lock (_stream)
            {
                return _stream.Room;
            }
        }
    }

    /// <summary>Pushes, but accepts no more than so many bytes.</summary>
    internal bool PushUpTo(long most, ReadOnlySpan<byte> bytes)
    {
        lock (_stream)
        {
            EnterPush();
            bool isAccepted = _stream.Keep(bytes, most);
            if (_batch is null && _stream.HasWork)
            {
                Announce();
            }

            return isAccepted;
        }
    }

    /// <summary>Asks for an end after the bytes that have been pushed: open speech is closed there as by <see cref="FlushAsync"/>, and the stream goes on. Safe from any thread.</summary>
    /// <exception cref="InvalidOperationException">The stream was completed, or the processor must be reset (see <see cref="State"/>).</exception>
    /// <exception cref="ObjectDisposedException">The processor is disposed.</exception>
    public void PushEnd()
    {
        lock (_stream)
        {
            EnterPush();
            _stream.End(SegmentEnd.Flush);
            Announce();
        }
    }

    /// <summary>Ends the stream after the bytes that have been pushed: <see cref="ReadAllAsync"/> delivers the last results and ends. May be called twice; safe from any thread.</summary>
    /// <exception cref="ObjectDisposedException">The processor is disposed.</exception>
    public void Complete()
    {
        lock (_stream)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (!_isCompleted)
            {
                _isCompleted = true;
                _stream.End(SegmentEnd.Flush);
                Announce();
            }
        }
    }

    /// <summary>
    /// Yields the results of the audio that is pushed, as they become known, until <see cref="Complete"/>. The enumeration computes: without a reader, pushed audio waits.
    /// </summary>
    /// <param name="cancellationToken">Ends the enumeration. Audio that waits stays for the next call.</param>
    /// <remarks>
    /// <para>If the engine fails, the exception ends the enumeration and the audio stays: another enumeration goes on. With <see cref="StreamProcessorOptions.InputTimeout"/>, open speech is closed when no byte has
    /// been pushed for that long.</para>
    /// </remarks>
    /// <inheritdoc cref="ProcessChunkAsync" path="/exception"/>
    public async IAsyncEnumerable<CascadeResult> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        EnterUsable();
        try
        {
            UseFormat(_stream.Options.InputFormat);
            while (true)
            {
                ExceptionDispatchInfo? failure = _batch is null ? await CatchAsync(AdvanceAsync(default, cancellationToken)).ConfigureAwait(false) : null;
                while (TryRead(out CascadeResult? result))
                {
                    yield return result;
                }

                failure?.Throw();
                if (WaitForNews() is not { } news)
                {
                    yield break;
                }

                await WaitAsync(news, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            ExitCall();
        }
    }

    // Of someone who waits for audio, or in a batch for results; with the lock held.
    private void Announce()
    {
        _news?.TrySetResult();
        _news = null;
    }

    private void EnterPush()
    {
        ThrowUnlessUsable();
        if (_isCompleted)
        {
            throw new InvalidOperationException($"The stream was completed. Call {nameof(Reset)} to begin a new one.");
        }
    }

    // Null at the end of the stream.
    private Task? WaitForNews()
    {
        lock (_stream)
        {
            ThrowUnlessUsable();
            if (_stream.Ready.Count > 0 || (_batch is null && _stream.HasWork))
            {
                return Task.CompletedTask;
            }

            if (_isCompleted && !_stream.HasWork)
            {
                return null;
            }

            return (_news ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    private async ValueTask WaitAsync(Task news, CancellationToken cancellationToken)
    {
        TimeSpan patience = _batch is null && _stream.HasOpenSpeech ? _stream.Options.InputTimeout : Timeout.InfiniteTimeSpan;
        try
        {
            await news.WaitAsync(patience, _stream.Options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            lock (_stream)
            {
                _stream.TryEndStalled();
            }
        }
    }
}
