using System.Threading.Channels;
using Cascade.Speech.Wire;

namespace Cascade.Speech.Pool;

/// <summary>A job: its data, which is kept until the end for a second try, and the way back to its caller. Only <see cref="WorkerPool"/> ends it.</summary>
internal sealed class WorkerJob(long id, JobHeader header, ReadOnlyMemory<byte> data, TimeSpan timeout)
{
    // Texts that a later one replaces are dropped beyond this: a caller that reads slowly never holds up a worker.
    private const int MaximumWaitingParts = 16;

    private readonly Channel<Frame> _parts = Channel.CreateUnbounded<Frame>(); // one for a single reader would not count
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public long Id { get; } = id;

    public byte[] HeaderBytes { get; } = JobPayload.WriteHeader(header);

    public ReadOnlyMemory<byte> Data { get; } = data;

    /// <summary>How long it may run.</summary>
    public TimeSpan Timeout { get; } = timeout;

    /// <summary>How often a worker has been given it.</summary>
    public int Attempts { get; set; }

    /// <summary>Whether the caller was given something that a second try would give again.</summary>
    public bool HasLastingPart { get; private set; }

    /// <summary>When it began to wait.</summary>
    public long QueuedAt { get; set; }

    /// <summary>Gets or sets the timer that ends the waiting.</summary>
    public ITimer? WaitTimer { get; set; }

    public CancellationTokenRegistration Cancellation { get; set; }

    /// <summary>Its place in the queue; owned by the queue.</summary>
    public LinkedListNode<WorkerJob>? Node { get; set; }

    /// <summary>Results as they come; ends in the exception of the job where there is one.</summary>
    public ChannelReader<Frame> Parts => _parts.Reader;

    /// <summary>Completes, always successfully, when the job has ended.</summary>
    public Task Ended => _ended.Task;

    public void Post(Frame part, bool isLasting)
    {
        if (isLasting || _parts.Reader.Count < MaximumWaitingParts)
        {
            HasLastingPart |= isLasting;
            _parts.Writer.TryWrite(part);
        }
    }

    /// <summary>Called once, by the pool.</summary>
    public void Complete(Exception? fault)
    {
        Cancellation.Unregister();
        WaitTimer?.Dispose();
        _parts.Writer.TryComplete(fault);
        _ended.TrySetResult();
    }
}
