using Cascade.Hosting.Diagnostics;
using Cascade.Hosting.Nodes;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Cascade.Hosting.Redis;

/// <summary>
/// Sessions in Redis: a hash each, with the epoch of its owner and its state. Scripts compare the epoch and write in one step, so a node that has lost a session cannot write over its successor. A call without an answer
/// is not waited for, and for a while after it none is made.
/// </summary>
internal sealed class RedisSessionStore : ISessionStore, IAsyncDisposable
{
    private const long Done = 1;
    private const long Stale = 0;

    // A session that has ended stays without a state for a minute, so that a node that had lost it does not bring it back.
    private static readonly TimeSpan EndKeptFor = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private const string Write = """
        local epoch = redis.call('HGET', KEYS[1], 'epoch')
        if epoch and tonumber(epoch) > tonumber(ARGV[1]) then return 0 end
        redis.call('HSET', KEYS[1], 'epoch', ARGV[1], 'state', ARGV[2])
        redis.call('PEXPIRE', KEYS[1], ARGV[3])
        return 1
        """;

    private const string Renew = """
        local epoch = redis.call('HGET', KEYS[1], 'epoch')
        if not epoch then return 2 end
        if tonumber(epoch) > tonumber(ARGV[1]) then return 0 end
        redis.call('PEXPIRE', KEYS[1], ARGV[2])
        return 1
        """;

    private const string Take = """
        local state = redis.call('HGET', KEYS[1], 'state')
        if not state or state == '' then return false end
        return { redis.call('HINCRBY', KEYS[1], 'epoch', 1), state }
        """;

    private readonly HostingMetrics _metrics;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly Lazy<Task<IConnectionMultiplexer>> _redis;
    private readonly TimeSpan _patience;
    private Action _isBack = static () => { };
    private long _failed;
    private int _isDown;

    public RedisSessionStore(Func<Task<IConnectionMultiplexer>> connect, TimeSpan patience, HostingMetrics metrics, TimeProvider timeProvider, ILogger<RedisSessionStore> logger)
    {
        (_patience, _metrics, _timeProvider, _logger) = (patience, metrics, timeProvider, logger);
        _redis = new Lazy<Task<IConnectionMultiplexer>>(() => ConnectAsync(connect));
    }

    public async ValueTask<StoreAnswer> WriteAsync(string id, long epoch, byte[] state, TimeSpan keptFor) =>
        AnswerOf(await RunAsync(Write, id, epoch, state, Milliseconds(keptFor)).ConfigureAwait(false));

    public async ValueTask<StoreAnswer> RenewAsync(string id, long epoch, TimeSpan keptFor) => AnswerOf(await RunAsync(Renew, id, epoch, Milliseconds(keptFor)).ConfigureAwait(false));

    public async ValueTask<StoreAnswer> EndAsync(string id, long epoch) => AnswerOf(await RunAsync(Write, id, epoch, Array.Empty<byte>(), Milliseconds(EndKeptFor)).ConfigureAwait(false));

    public async ValueTask<TakenSession> TakeAsync(string id)
    {
        if (await RunAsync(Take, id).ConfigureAwait(false) is not { } result)
        {
            return new TakenSession(StoreAnswer.Down);
        }

        return result.IsNull ? new TakenSession(StoreAnswer.Absent) : new TakenSession(StoreAnswer.Done, (long)result[0], (byte[]?)result[1]);
    }

    public void OnBack(Action isBack) => _isBack = isBack;

    public async ValueTask DisposeAsync()
    {
        if (_redis.IsValueCreated)
        {
            await (await _redis.Value.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
        }
    }

    private static long Milliseconds(TimeSpan time) => (long)time.TotalMilliseconds;

    private static StoreAnswer AnswerOf(RedisResult? result) => result is null ? StoreAnswer.Down : (long)result switch
    {
        Done => StoreAnswer.Done,
        Stale => StoreAnswer.Stale,
        _ => StoreAnswer.Absent,
    };

    // Null if there is no answer.
    private async ValueTask<RedisResult?> RunAsync(string script, string id, params RedisValue[] values)
    {
        if (Volatile.Read(ref _isDown) == 1 && _timeProvider.GetElapsedTime(Volatile.Read(ref _failed)) < Pause)
        {
            _metrics.StoreFailed("skipped");
            return null;
        }

        try
        {
            IConnectionMultiplexer redis = await _redis.Value.WaitAsync(_patience).ConfigureAwait(false);
            RedisResult result = await redis.GetDatabase().ScriptEvaluateAsync(script, [$"cascade:session:{id}"], values).WaitAsync(_patience).ConfigureAwait(false);
            if (Interlocked.Exchange(ref _isDown, 0) == 1)
            {
                Log.StoreUp(_logger);
            }

            return result;
        }
        catch (Exception e) when (e is RedisException or TimeoutException or ObjectDisposedException)
        {
            Volatile.Write(ref _failed, _timeProvider.GetTimestamp());
            _metrics.StoreFailed(e is TimeoutException ? "timeout" : "error");
            if (Interlocked.Exchange(ref _isDown, 1) == 0)
            {
                Log.StoreDown(_logger, e);
            }

            return null;
        }
    }

    private async Task<IConnectionMultiplexer> ConnectAsync(Func<Task<IConnectionMultiplexer>> connect)
    {
        IConnectionMultiplexer redis = await connect().ConfigureAwait(false);
        redis.ConnectionRestored += (_, e) =>
        {
            if (e.ConnectionType == ConnectionType.Interactive)
            {
                Volatile.Write(ref _failed, _timeProvider.GetTimestamp() - (long)(Pause.TotalSeconds * _timeProvider.TimestampFrequency)); // the pause is over
                _isBack();
            }
        };
        return redis;
    }
}
