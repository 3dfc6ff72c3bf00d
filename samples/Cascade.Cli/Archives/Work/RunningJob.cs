using NATS.Client.Core;
using NATS.Client.JetStream;

namespace Cascade.Cli.Archives.Work;

/// <summary>A job under work: tells the queue that it goes on, and breaks it off when it does not.</summary>
internal sealed class RunningJob : IAsyncDisposable
{
    private const int SignsPerWait = 3;

    private readonly INatsJSMsg<byte[]> _message;
    private readonly TimeSpan _stall;
    private readonly CancellationTokenSource _stop;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _beat;

    /// <param name="job">The job.</param>
    /// <param name="message">It in the queue.</param>
    /// <param name="ackWait">After how long without a sign the queue gives it to another worker.</param>
    /// <param name="stall">How long the position may stand still.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public RunningJob(ArchiveJob job, INatsJSMsg<byte[]> message, TimeSpan ackWait, TimeSpan stall, CancellationToken cancellationToken)
    {
        (Job, _message, _stall) = (job, message, stall);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _beat = BeatAsync(ackWait / SignsPerWait);
    }

    public ArchiveJob Job { get; }

    public FileProgress Progress { get; } = new();

    /// <summary>Gets whether the job was broken off because its position stood still.</summary>
    public bool IsStalled { get; private set; }

    /// <summary>Ends the work on the file.</summary>
    public CancellationToken Stop => _stop.Token;

    public RunningFile Describe()
    {
        (TimeSpan position, TimeSpan? length) = Progress.Now;
        return new RunningFile(Job.Source, Math.Round(position.TotalSeconds, 2), length?.TotalSeconds);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _beat;
        _end.Dispose();
        _stop.Dispose();
    }

    private async Task BeatAsync(TimeSpan interval)
    {
        using PeriodicTimer timer = new(interval);
        TimeSpan position = default;
        TimeSpan stood = default;
        try
        {
            while (await timer.WaitForNextTickAsync(_end.Token))
            {
                TimeSpan now = Progress.Now.Position;
                stood = now == position ? stood + interval : default;
                position = now;
                if (stood > _stall)
                {
                    IsStalled = true;
                    await _stop.CancelAsync();
                    return;
                }

                await SignAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The job has ended.
        }
    }

    private async Task SignAsync()
    {
        try
        {
            await _message.AckProgressAsync(cancellationToken: _end.Token);
        }
        catch (NatsException)
        {
            // The connection is being made again; the next sign may be in time.
        }
    }
}
