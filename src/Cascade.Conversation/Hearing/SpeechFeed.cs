using System.Threading.Channels;

namespace Cascade.Dialogue;

/// <summary>
/// The one place that uses the core: bytes in from any thread, what was heard out to the mailbox. Marks keep their order among the bytes.
/// </summary>
internal sealed class SpeechFeed : IAsyncDisposable
{
    private readonly ConversationOptions _options;
    private readonly StreamProcessor _processor;
    private readonly Channel<Piece> _input = Channel.CreateUnbounded<Piece>(new UnboundedChannelOptions { SingleReader = true });
    private readonly long _maximumBytes;
    private long _waitingBytes;
    private long _position; // after the last frame handed on
    private bool _isOpen;

    public SpeechFeed(ConversationOptions options)
    {
        _options = options;
        _processor = new StreamProcessor(options.ToHearing());
        AudioFormat format = options.Hearing.InputFormat;
        _maximumBytes = (long)(options.MaximumBacklog.TotalSeconds * format.SampleRateHz) * format.BytesPerBlock;
    }

    /// <summary>Gets the bytes that wait.</summary>
    public long WaitingBytes => Interlocked.Read(ref _waitingBytes);

    /// <exception cref="InvalidOperationException">Too much would wait; nothing has been accepted.</exception>
    public void Push(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        if (Interlocked.Add(ref _waitingBytes, bytes.Length) > _maximumBytes)
        {
            Interlocked.Add(ref _waitingBytes, -bytes.Length);
            throw new InvalidOperationException(
                $"More than {_options.MaximumBacklog} of audio ({nameof(ConversationOptions.MaximumBacklog)}) would wait, so {bytes.Length} bytes were not accepted. Push audio as fast as it is spoken, and read the events.");
        }

        if (!_input.Writer.TryWrite(new Piece(bytes.ToArray(), null)))
        {
            Interlocked.Add(ref _waitingBytes, -bytes.Length); // completed before: a microphone may outlive the conversation by a buffer
        }
    }

    /// <summary>Hands a message on when all audio pushed before it has been heard, its open speech closed.</summary>
    public void Mark(Message message) => _input.Writer.TryWrite(new Piece(default, message));

    public void Complete() => _input.Writer.TryComplete();

    /// <summary>Hears until the input is completed.</summary>
    public async Task RunAsync(ChannelWriter<Message> mailbox, CancellationToken stop)
    {
        await _processor.InitializeAsync(stop).ConfigureAwait(false);
        while (await WaitAsync(mailbox, stop).ConfigureAwait(false))
        {
            while (_input.Reader.TryRead(out Piece piece))
            {
                await HandOnAsync(piece.Mark is null ? await _processor.ProcessChunkAsync(piece.Audio, stop).ConfigureAwait(false) : await _processor.FlushAsync(stop).ConfigureAwait(false), mailbox, stop)
                    .ConfigureAwait(false);
                Interlocked.Add(ref _waitingBytes, -piece.Audio.Length);
                if (piece.Mark is not null)
                {
                    await mailbox.WriteAsync(piece.Mark, stop).ConfigureAwait(false);
                }
            }
        }

        await HandOnAsync(await _processor.FlushAsync(stop).ConfigureAwait(false), mailbox, stop).ConfigureAwait(false);
        await mailbox.WriteAsync(new InputEnded(), stop).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        Complete();
        await _processor.DisposeAsync().ConfigureAwait(false);
    }

    // While speech is open, no audio for a while ends it: a microphone that was muted or lost is not heard to be silent.
    private async ValueTask<bool> WaitAsync(ChannelWriter<Message> mailbox, CancellationToken stop)
    {
        ValueTask<bool> waiting = _input.Reader.WaitToReadAsync(stop);
        if (waiting.IsCompleted)
        {
            return await waiting.ConfigureAwait(false);
        }

        Task<bool> input = waiting.AsTask();
        using CancellationTokenSource arrived = new();
        Task delay = Task.Delay(_options.InputTimeout, _options.TimeProvider, arrived.Token);
        if (await Task.WhenAny(input, delay).ConfigureAwait(false) == delay && !input.IsCompleted)
        {
            if (_isOpen)
            {
                await HandOnAsync(await _processor.FlushAsync(stop).ConfigureAwait(false), mailbox, stop).ConfigureAwait(false);
            }

            await mailbox.WriteAsync(new InputStalled(), stop).ConfigureAwait(false);
        }

        await arrived.CancelAsync().ConfigureAwait(false);
        return await input.ConfigureAwait(false);
    }

    private async ValueTask HandOnAsync(IReadOnlyList<CascadeResult> results, ChannelWriter<Message> mailbox, CancellationToken stop)
    {
        foreach (CascadeResult result in results)
        {
            if (Translate(result) is { } message)
            {
                await mailbox.WriteAsync(message, stop).ConfigureAwait(false);
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

    private static long Pad { get; } = SampleClock.ToSamples(TimeSpan.FromMilliseconds(30));

    private readonly record struct Piece(ReadOnlyMemory<byte> Audio, Message? Mark);
}
