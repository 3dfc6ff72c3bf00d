using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace Cascade.Cli.Archives;

/// <summary>The jobs that wait: a work queue of JetStream, each job handed to one worker at a time until its end is acknowledged.</summary>
internal sealed class JobQueue
{
    private const string Workers = "workers";
    private const int MaximumMessagesExceeded = 10077;
    private const int NameTaken = 10058;
    private static readonly TimeSpan FullWait = TimeSpan.FromMilliseconds(200);

    private readonly ArchiveServer _server;
    private readonly INatsJSConsumer _consumer;

    private JobQueue(ArchiveServer server, INatsJSConsumer consumer) => (_server, _consumer) = (server, consumer);

    /// <summary>Gets after how long without a sign of life a job goes to another worker.</summary>
    public TimeSpan AckWait => _consumer.Info.Config.AckWait;

    /// <summary>Opens the queue, and makes it where there is none.</summary>
    public static async Task<JobQueue> OpenAsync(ArchiveServer server, QueueLimits limits, CancellationToken cancellationToken)
    {
        StreamConfig stream = await FindStreamAsync(server, cancellationToken) ?? await CreateStreamAsync(server, limits, cancellationToken);
        if (limits.Waiting is { } waiting && waiting != stream.MaxMsgs)
        {
            stream.MaxMsgs = waiting;
            await server.JetStream.UpdateStreamAsync(stream, cancellationToken);
        }

        ConsumerConfig? consumer = await FindAsync(async () => (await server.JetStream.GetConsumerAsync(server.Jobs, Workers, cancellationToken)).Info.Config);
        ConsumerConfig config = new(Workers)
        {
            AckPolicy = ConsumerConfigAckPolicy.Explicit,
            AckWait = limits.AckWait ?? consumer?.AckWait ?? QueueLimits.DefaultAckWait,
            MaxAckPending = limits.Running ?? consumer?.MaxAckPending ?? QueueLimits.DefaultRunning,
        };
        return new JobQueue(server, await server.JetStream.CreateOrUpdateConsumerAsync(server.Jobs, config, cancellationToken));
    }

    /// <summary>Adds a job. A repetition within two minutes is left out; while the queue is full, this waits.</summary>
    public async Task AddAsync(ArchiveJob job, CancellationToken cancellationToken)
    {
        byte[] bytes = ArchiveJson.Write(job);
        NatsJSPubOpts options = new() { MsgId = job.Id, RetryAttempts = 5 };
        while (!await TryPublishAsync(bytes, options, cancellationToken))
        {
            await Task.Delay(FullWait, cancellationToken);
        }
    }

    /// <summary>Puts a job back whose worker stops, without counting the try that was broken off.</summary>
    /// <returns>False when the queue is full.</returns>
    public Task<bool> PutBackAsync(ArchiveJob job, CancellationToken cancellationToken) => TryPublishAsync(ArchiveJson.Write(job), new NatsJSPubOpts(), cancellationToken);

    /// <summary>Gets the next job, or null when none comes within a second or so.</summary>
    public async Task<INatsJSMsg<byte[]>?> NextAsync(TimeSpan wait, CancellationToken cancellationToken) =>
        await _consumer.NextAsync<byte[]>(opts: new NatsJSNextOpts { Expires = wait }, cancellationToken: cancellationToken);

    /// <summary>Gets how many jobs wait, and how many are with workers.</summary>
    public async Task<(long Waiting, long Running)> CountAsync(CancellationToken cancellationToken)
    {
        await _consumer.RefreshAsync(cancellationToken);
        return ((long)_consumer.Info.NumPending, _consumer.Info.NumAckPending);
    }

    private async Task<bool> TryPublishAsync(byte[] bytes, NatsJSPubOpts options, CancellationToken cancellationToken)
    {
        PubAckResponse answer = await _server.JetStream.PublishAsync(_server.Jobs, bytes, opts: options, cancellationToken: cancellationToken);
        if (answer.Error?.ErrCode == MaximumMessagesExceeded)
        {
            return false;
        }

        answer.EnsureSuccess();
        return true;
    }

    private static Task<StreamConfig?> FindStreamAsync(ArchiveServer server, CancellationToken cancellationToken) =>
        FindAsync(async () => (await server.JetStream.GetStreamAsync(server.Jobs, cancellationToken: cancellationToken)).Info.Config);

    // Another program may create the queue at the same moment, and with another limit: the first one counts.
    private static async Task<StreamConfig> CreateStreamAsync(ArchiveServer server, QueueLimits limits, CancellationToken cancellationToken)
    {
        StreamConfig wanted = new(server.Jobs, [server.Jobs])
        {
            Retention = StreamConfigRetention.Workqueue, Discard = StreamConfigDiscard.New, MaxMsgs = limits.Waiting ?? QueueLimits.DefaultWaiting,
        };
        try
        {
            return (await server.JetStream.CreateStreamAsync(wanted, cancellationToken)).Info.Config;
        }
        catch (NatsJSApiException taken) when (taken.Error.ErrCode == NameTaken)
        {
            return await FindStreamAsync(server, cancellationToken) ?? wanted;
        }
    }

    private static async Task<T?> FindAsync<T>(Func<Task<T>> get)
        where T : class
    {
        try
        {
            return await get();
        }
        catch (NatsJSApiException missing) when (missing.Error.Code == 404)
        {
            return null;
        }
    }
}
