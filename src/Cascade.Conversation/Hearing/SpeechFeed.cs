using System.Threading.Channels;

namespace Cascade.Dialogue;

/// <summary>
/// The one place that uses the core: bytes in from any thread, what was heard out to the mailbox. Marks keep their order among the bytes.
/// </summary>
internal sealed class SpeechFeed : IAsyncDisposable
{
    private readonly ConversationOptions _options;
    private readonly Mailbox _mailbox;
    private readonly Workload _work;
    private readonly StreamProcessor _processor;
    private readonly ITimer _silence;
    private readonly Lock _pushing = new();
    private readonly Channel<Piece> _input = Channel.CreateUnbounded<Piece>(new UnboundedChannelOptions { SingleReader = true });
    private readonly long _maximumBytes;
    private long _waitingBytes;
    private long _lastPush;
    private long _position; // after the last frame handed on
    private bool _isOpen;

    public SpeechFeed(ConversationOptions options, Mailbox mailbox, Workload work)
    {
        (_options, _mailbox, _work) = (options, mailbox, work);
        _processor = new StreamProcessor(options.ToHearing());
        _silence = options.TimeProvider.CreateTimer(_ => OnSilence(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        AudioFormat format = options.Hearing.InputFormat;
        _maximumBytes = (long)(options.MaximumBacklog.TotalSeconds * format.SampleRateHz) * format.BytesPerBlock;
    }

    private static long Pad { get; } = SampleClock.ToSamples(TimeSpan.FromMilliseconds(30));

    /// <exception cref="InvalidOperationException">Too much would wait; nothing has been accepted.</exception>
    public void Push(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        lock (_pushing)
        {
            if (_waitingBytes + bytes.Length > _maximumBytes)
            {
                throw new InvalidOperationException(
                    $"More than {_options.MaximumBacklog} of audio ({nameof(ConversationOptions.MaximumBacklog)}) would wait, so {bytes.Length} bytes were not accepted. Push audio as fast as it is spoken, and read the events.");
            }

            _lastPush = _options.TimeProvider.GetTimestamp();
            _silence.Change(_options.InputTimeout, Timeout.InfiniteTimeSpan);
            if (TryWrite(new Piece(bytes.ToArray(), null))) // not once it is complete: a microphone may outlive the conversation by a buffer
            {
                _waitingBytes += bytes.Length;
            }
        }
    }

    /// <summary>Hands a message on when all audio pushed before it has been heard, its open speech closed.</summary>
    public void Mark(Message message) => TryWrite(new Piece(default, message));

    public void Complete()
    {
        lock (_pushing)
        {
            TryWrite(new Piece(default, new InputEnded()));
            _input.Writer.TryComplete();
        }
    }

    /// <summary>Hears until the input is completed. Audio pushed after a fault is dropped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            await _processor.InitializeAsync(stop).ConfigureAwait(false);
            while (await _input.Reader.WaitToReadAsync(stop).ConfigureAwait(false))
            {
                while (_input.Reader.TryRead(out Piece piece))
                {
                    await HearAsync(piece, stop).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            _input.Writer.TryComplete();
            while (_input.Reader.TryRead(out Piece piece))
            {
                Heard(piece);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _input.Writer.TryComplete();
        await _silence.DisposeAsync().ConfigureAwait(false);
        await _processor.DisposeAsync().ConfigureAwait(false);
    }

    private async ValueTask HearAsync(Piece piece, CancellationToken stop)
    {
        try
        {
            if (piece.Mark is not { } mark)
            {
                await HandOnAsync(await _processor.ProcessChunkAsync(piece.Audio, stop).ConfigureAwait(false), stop).ConfigureAwait(false);
                return;
            }

            if (mark is not InputStalled || _isOpen)
            {
                await HandOnAsync(await _processor.FlushAsync(stop).ConfigureAwait(false), stop).ConfigureAwait(false);
            }

            await _mailbox.WriteAsync(mark, stop).ConfigureAwait(false);
        }
        finally
        {
            Heard(piece);
        }
    }

    private bool TryWrite(Piece piece)
    {
        _work.Enter();
        bool isWritten = _input.Writer.TryWrite(piece);
        if (!isWritten)
        {
            _work.Leave();
        }

        return isWritten;
    }

    private void Heard(Piece piece)
    {
        lock (_pushing)
        {
            _waitingBytes -= piece.Audio.Length;
        }

        _work.Leave();
    }

    // No audio for a while ends speech: a microphone that was muted or lost is not heard to be silent.
    private void OnSilence()
    {
        lock (_pushing)
        {
            if (_options.TimeProvider.GetElapsedTime(_lastPush) >= _options.InputTimeout)
            {
                TryWrite(new Piece(default, new InputStalled()));
            }
        }
    }

    private async ValueTask HandOnAsync(IReadOnlyList<CascadeResult> results, CancellationToken stop)
    {
        foreach (CascadeResult result in results)
        {
            if (Translate(result) is { } message)
            {
                await _mailbox.WriteAsync(message, stop).ConfigureAwait(false);
            }
        }
    }

    // Frames that were held back while speech was open come a second time: they lie before the position.
    private Message? Translate(CascadeResult result)
    {
        switch (result)
        {
            case SpeechStarted started:
                _isOpen = true;
                return new SpeechOnset(started.StartSample);
            case SpeechProgress progress:
                _position = progress.EndSample;
                return new HeardFrame(progress.StartSample, progress.EndSample, progress.Audio, IsOpen: true);
            case AudioFrame frame when frame.StartSample >= _position:
                _position = frame.EndSample;
                return new HeardFrame(frame.StartSample, frame.EndSample, frame.Audio, IsOpen: false);
            case SpeechSegment segment:
                _isOpen = segment.EndedBy == SegmentEnd.MaximumSpeech;
                return new SpeechPart(segment.SpeechStartSample, segment.Offset is { } offset ? Math.Min(offset.Sample - Pad, segment.EndSample) : segment.EndSample, IsCut: _isOpen);
            case SpeechDiscarded discarded:
                _isOpen = false;
                return new SpeechBurst(discarded.EndSample);
            default:
                return null;
        }
    }

    private readonly record struct Piece(ReadOnlyMemory<byte> Audio, Message? Mark);
}
