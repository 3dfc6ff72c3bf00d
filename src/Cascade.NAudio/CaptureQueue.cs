using System.Buffers;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Cascade;

/// <summary>The audio that a device has recorded and a processor has not yet taken. One thread pushes, one reads.</summary>
internal sealed class CaptureQueue(AudioFormat format, TimeSpan maximum, ILogger logger)
{
    private const int SilenceBlocksAtOnce = 4_096;

    private readonly long _maximumBytes = (long)(maximum.TotalSeconds * format.SampleRateHz) * format.BytesPerBlock;
    private readonly Channel<Recorded> _recorded = Channel.CreateUnbounded<Recorded>(new UnboundedChannelOptions { SingleReader = true });
    private long _queuedBytes;
    private long _lostBytes;
    private long _overflows;
    private long _pendingLoss; // lost after what is queued; the device's thread alone uses it
    private bool _isFull;
    private volatile bool _completed;

    public long QueuedBytes => Interlocked.Read(ref _queuedBytes);

    public long LostBytes => Interlocked.Read(ref _lostBytes);

    public long Overflows => Interlocked.Read(ref _overflows);

    public bool IsCompleted => _completed;

    /// <summary>Copies what was recorded, or counts it as lost.</summary>
    public void Push(ReadOnlySpan<byte> bytes)
    {
        long queued = QueuedBytes;
        if (_isFull && queued > _maximumBytes / 2)
        {
            Lose(bytes.Length);
            return;
        }

        _isFull = queued + bytes.Length > _maximumBytes;
        if (_isFull)
        {
            Interlocked.Increment(ref _overflows);
            Lose(bytes.Length);
            logger.CaptureOverflow(maximum, Overflows);
            return;
        }

        byte[] copy = ArrayPool<byte>.Shared.Rent(bytes.Length);
        bytes.CopyTo(copy);
        Interlocked.Add(ref _queuedBytes, bytes.Length);
        _recorded.Writer.TryWrite(new Recorded(_pendingLoss, copy, bytes.Length));
        _pendingLoss = 0;
    }

    /// <summary>Ends the queue: what it holds is still read, then the fault is thrown, if there is one.</summary>
    public void Complete(Exception? fault)
    {
        if (_pendingLoss > 0)
        {
            _recorded.Writer.TryWrite(new Recorded(_pendingLoss, [], 0));
        }

        _completed = true;
        _recorded.Writer.TryComplete(fault);
    }

    /// <summary>All that was recorded, with silence in place of what was lost. The memory of a chunk is used again for the next.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (Recorded recorded in _recorded.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            for (long left = recorded.LostBefore; left > 0;)
            {
                ReadOnlyMemory<byte> silence = Silence(left);
                left -= silence.Length;
                yield return silence;
            }

            yield return recorded.Bytes.AsMemory(0, recorded.Count);
            Interlocked.Add(ref _queuedBytes, -recorded.Count);
            ArrayPool<byte>.Shared.Return(recorded.Bytes);
        }
    }

    private void Lose(int count)
    {
        _pendingLoss += count;
        Interlocked.Add(ref _lostBytes, count);
    }

    // All bytes of a silent sample are equal, so a loss that begins inside a sample is filled as well.
    private byte[] Silence(long bytes)
    {
        byte[] silence = new byte[(int)Math.Min(bytes, SilenceBlocksAtOnce * format.BytesPerBlock)];
        Array.Fill(silence, format.Encoding switch
        {
            SampleEncoding.Unsigned8 => (byte)0x80,
            SampleEncoding.ALaw => (byte)0xD5,
            SampleEncoding.MuLaw => (byte)0xFF,
            _ => (byte)0,
        });
        return silence;
    }

    private readonly record struct Recorded(long LostBefore, byte[] Bytes, int Count);
}
