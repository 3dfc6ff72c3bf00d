using System.Runtime.CompilerServices;
using Cascade.Audio;
using Cascade.Framing;

namespace Cascade;

/// <summary>
/// Finds speech on each channel of one stream, such as agent and customer of a recorded call. Interleaved bytes go in; results with their <see cref="CascadeResult.Channel"/> come out.
/// </summary>
/// <remarks>
/// <para>Every channel has a <see cref="StreamProcessor"/> of its own, and gives the results that this processor gives for the channel alone. The engine is shared as the options say. With
/// <see cref="ResultAudio.Input"/>, results carry the bytes of their channel.</para>
/// <para>Results of one channel come in its order. Among channels, results come by their ends, as far as the channels are known.</para>
/// <para><see cref="Push"/>, <see cref="PushEnd"/>, <see cref="Complete"/>, <see cref="Update"/> and <see cref="GetStats"/> may be called at any time from any thread. Of all other calls one runs at a time.</para>
/// <para>A fault of one channel loses nothing. Audio is accepted on all channels before any is computed, and the next call delivers the results of the others.</para>
/// </remarks>
public sealed partial class ChannelProcessor : IAsyncDisposable, IDisposable
{
    private const int PieceMilliseconds = 500; // half of the shortest backlog

    private readonly StreamProcessorOptions _options;
    private readonly StreamProcessor[] _channels;
    private readonly ChannelSplitter _splitter; // locked by whoever pushes
    private readonly int _pieceBytes;
    private readonly Queue<CascadeResult> _ready = new(0); // known and not delivered, also of channels that went well while another failed
    private int _inCall;

    /// <summary>Creates a processor for as many channels as the input has. The model is loaded by <see cref="InitializeAsync"/>, or with the first whole frame.</summary>
    /// <param name="options">The options, which hold for every channel. <see cref="StreamProcessorOptions.InputFormat"/> says how many there are.</param>
    /// <exception cref="ArgumentException">The input format listens to one channel.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its legal range.</exception>
    public ChannelProcessor(StreamProcessorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        AudioFormat format = options.InputFormat;
        if (format.Channel is { } one)
        {
            throw new ArgumentException($"Each of {format.Channels} channels is listened to; found a format that listens to channel {one} alone. Leave {nameof(AudioFormat.Channel)} out, or use a {nameof(StreamProcessor)}.", nameof(options));
        }

        _options = options;
        _splitter = new ChannelSplitter(format);
        _pieceBytes = format.SampleRateHz * PieceMilliseconds / 1000 * format.BytesPerBlock;
        AudioFormat mono = new(format.SampleRateHz, 1, format.Encoding);
        _channels = new StreamProcessor[format.Channels];
        for (int i = 0; i < _channels.Length; i++)
        {
            _channels[i] = new StreamProcessor(options with { InputFormat = mono, ChannelNumber = i });
        }
    }

    /// <summary>Gets the number of channels.</summary>
    public int Channels => _channels.Length;

    /// <summary>Loads the model for every channel, so that the first chunk does not wait.</summary>
    /// <inheritdoc cref="StreamProcessor.InitializeAsync"/>
    public Task InitializeAsync(CancellationToken cancellationToken = default) => Task.WhenAll(_channels.Select(channel => channel.InitializeAsync(cancellationToken)));

    /// <summary>Accepts the next interleaved bytes from any thread, without waiting. <see cref="ReadAllAsync"/> delivers the results.</summary>
    /// <param name="bytes">Bytes of any number, cut anywhere; they are copied.</param>
    /// <returns>False if some bytes were refused, on all channels alike, because more than <see cref="StreamProcessorOptions.MaximumBacklog"/> of audio would wait.</returns>
    /// <exception cref="InvalidOperationException">The stream was completed, or a channel must be reset.</exception>
    /// <exception cref="ObjectDisposedException">The processor is disposed.</exception>
    public bool Push(ReadOnlySpan<byte> bytes)
    {
        bool isAccepted = true;
        lock (_splitter)
        {
            do
            {
                ReadOnlySpan<byte> piece = bytes[..Math.Min(bytes.Length, _pieceBytes)];
                bytes = bytes[piece.Length..];
                isAccepted &= PushPiece(piece);
            }
            while (!bytes.IsEmpty);
        }

        return isAccepted;
    }

    /// <summary>Asks for an end of all channels after the bytes that have been pushed: open speech is closed there, and the stream goes on.</summary>
    /// <inheritdoc cref="StreamProcessor.PushEnd"/>
    public void PushEnd()
    {
        lock (_splitter)
        {
            _splitter.Reset();
            Array.ForEach(_channels, channel => channel.PushEnd());
        }
    }

    /// <summary>Ends the stream after the bytes that have been pushed: <see cref="ReadAllAsync"/> delivers the last results and ends. May be called twice.</summary>
    /// <exception cref="ObjectDisposedException">The processor is disposed.</exception>
    public void Complete()
    {
        lock (_splitter)
        {
            Array.ForEach(_channels, channel => channel.Complete());
        }
    }

    /// <summary>Yields the results of the audio that is pushed, as they become known, until <see cref="Complete"/>.</summary>
    /// <inheritdoc cref="StreamProcessor.ReadAllAsync"/>
    public async IAsyncEnumerable<CascadeResult> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        EnterCall();
        using CancellationTokenSource leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        List<IAsyncEnumerator<CascadeResult>> open = [.. _channels.Select(channel => channel.ReadAllAsync(leaving.Token).GetAsyncEnumerator(CancellationToken.None))];
        List<Task<bool>> next = [.. open.Select(enumerator => enumerator.MoveNextAsync().AsTask())];
        try
        {
            while (_ready.TryDequeue(out CascadeResult? earlier))
            {
                yield return earlier;
            }

            while (open.Count > 0)
            {
                await Task.WhenAny(next).ConfigureAwait(false);
                int first = await FindEarliestAsync(open, next).ConfigureAwait(false);
                if (first >= 0)
                {
                    CascadeResult result = open[first].Current;
                    next[first] = NothingKnown; // the consumer may leave
                    yield return result;
                    next[first] = open[first].MoveNextAsync().AsTask();
                }
            }
        }
        finally
        {
            await leaving.CancelAsync().ConfigureAwait(false);
            await LeaveAsync(open, next).ConfigureAwait(false);
            ExitCall();
        }
    }

    /// <summary>Accepts the next interleaved bytes and returns the results that they gave on all channels; often none.</summary>
    /// <inheritdoc cref="StreamProcessor.ProcessChunkAsync"/>
    public async ValueTask<IReadOnlyList<CascadeResult>> ProcessChunkAsync(ReadOnlyMemory<byte> chunk, CancellationToken cancellationToken = default)
    {
        EnterCall();
        try
        {
            await AdvanceAsync(chunk, cancellationToken).ConfigureAwait(false);
            return TakeReady();
        }
        finally
        {
            ExitCall();
        }
    }

    /// <summary>Ends the stream, or a part of it: open speech of every channel becomes a segment.</summary>
    /// <inheritdoc cref="StreamProcessor.FlushAsync"/>
    public async ValueTask<IReadOnlyList<CascadeResult>> FlushAsync(CancellationToken cancellationToken = default)
    {
        EnterCall();
        try
        {
            await EndAsync(cancellationToken).ConfigureAwait(false);
            return TakeReady();
        }
        finally
        {
            ExitCall();
        }
    }

    /// <summary>Closes open speech on every channel if no audio has been accepted for <see cref="StreamProcessorOptions.InputTimeout"/>.</summary>
    /// <inheritdoc cref="StreamProcessor.CloseIfStalledAsync"/>
    public async ValueTask<IReadOnlyList<CascadeResult>> CloseIfStalledAsync(CancellationToken cancellationToken = default)
    {
        EnterCall();
        try
        {
            await AskAsync(channel => channel.CloseIfStalledAsync(cancellationToken)).ConfigureAwait(false);
            return TakeReady();
        }
        finally
        {
            ExitCall();
        }
    }

    /// <summary>Pulls interleaved bytes to the end of a stream, which stays open, yields the results of all channels, and flushes.</summary>
    /// <param name="stream">Interleaved bytes of the input format, such as <see cref="AudioFile.Pcm"/>.</param>
    /// <param name="cancellationToken">Ends the enumeration; also handed to the stream.</param>
    /// <inheritdoc cref="StreamProcessor.ProcessChunkAsync" path="/exception"/>
    public async IAsyncEnumerable<CascadeResult> ProcessStreamAsync(Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        EnterCall();
        try
        {
            await foreach (ReadOnlyMemory<byte> chunk in stream.ReadChunksAsync(cancellationToken).ConfigureAwait(false))
            {
                await AdvanceAsync(chunk, cancellationToken).ConfigureAwait(false);
                while (_ready.TryDequeue(out CascadeResult? result))
                {
                    yield return result;
                }
            }

            await EndAsync(cancellationToken).ConfigureAwait(false);
            while (_ready.TryDequeue(out CascadeResult? result))
            {
                yield return result;
            }
        }
        finally
        {
            ExitCall();
        }
    }

    /// <summary>Begins a new stream on all channels.</summary>
    /// <inheritdoc cref="StreamProcessor.Reset"/>
    public void Reset()
    {
        EnterCall();
        try
        {
            lock (_splitter)
            {
                _splitter.Reset();
                _ready.Clear();
                Array.ForEach(_channels, channel => channel.Reset());
            }
        }
        finally
        {
            ExitCall();
        }
    }

    /// <summary>Changes the settings of all channels, from their next frame on.</summary>
    /// <inheritdoc cref="StreamProcessor.Update"/>
    public void Update(SpeechSettings settings) => Array.ForEach(_channels, channel => channel.Update(settings));

    /// <summary>Returns the counts of a channel so far. Bytes are those of the channel.</summary>
    /// <param name="channel">The channel, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The channel does not exist.</exception>
    public ProcessorStats GetStats(int channel)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(channel);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(channel, _channels.Length);
        return _channels[channel].GetStats();
    }

    /// <summary>Ends all channels.</summary>
    /// <inheritdoc cref="StreamProcessor.DisposeAsync"/>
    public async ValueTask DisposeAsync()
    {
        foreach (StreamProcessor channel in _channels)
        {
            await channel.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Ends all channels, and blocks while a frame is being inferred.</summary>
    public void Dispose() => Array.ForEach(_channels, channel => channel.Dispose());
}
