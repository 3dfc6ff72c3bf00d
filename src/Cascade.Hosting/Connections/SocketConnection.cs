using System.Net.WebSockets;
using Cascade.Hosting.Diagnostics;
using Cascade.Hosting.Sessions;
using Cascade.Hosting.Wire;

namespace Cascade.Hosting.Connections;

/// <summary>
/// One WebSocket from its first message to its end: a reader that takes no more than it can process, and a sender. Code that wants the connection to end says how, the sender
/// tells it, and the reader waits for the client's answer. The protocol that it speaks is that of the class derived from it.
/// </summary>
internal abstract partial class SocketConnection : ISessionPeer, IDisposable
{
    private const string LostConnection = "lost";

    private readonly WebSocket _socket;
    private readonly TokenBucket _messageRate;

    // Canceled to cut the connection, not to close it.
    private readonly CancellationTokenSource _cut;
    private readonly Signal _wake = new();
    private readonly Signal _progress = new();
    private HostedSession? _session;
    private Ending? _ending;
    private string? _cutFor;
    private bool _isSettled;

    protected SocketConnection(WebSocket socket, ConnectionContext context, ConnectionServices services)
    {
        _socket = socket;
        Context = context;
        Services = services;
        _messageRate = new TokenBucket(Options.MaxMessagesPerSecond, Options.MessageBurst, services.TimeProvider);
        _cut = new CancellationTokenSource(Timeout.InfiniteTimeSpan, services.TimeProvider);
        _sendTimeout = new CancellationTokenSource(Timeout.InfiniteTimeSpan, services.TimeProvider);
        context.Stream?.Watch(Options.KeepAliveInterval, Options.KeepAliveTimeout, TimeProvider.System, () => _ = CutAsync(HostingMetrics.KeepAlive).AsTask());
    }

    protected ConnectionContext Context { get; }

    protected ConnectionServices Services { get; }

    protected CascadeHostingOptions Options => Services.Options;

    /// <summary>Gets the session, once there is one. Setting it lets its events be sent.</summary>
    protected HostedSession? Session
    {
        get => Volatile.Read(ref _session);
        set => Volatile.Write(ref _session, value);
    }

    /// <summary>Serves the client until the connection has ended.</summary>
    public async Task RunAsync()
    {
        Services.Connections.Add(this);
        try
        {
            Task sending = SendAllAsync();
            try
            {
                await BeginAsync().ConfigureAwait(false);
                await ReadAllAsync().ConfigureAwait(false);
                await sending.ConfigureAwait(false);
            }
            finally
            {
                Settle();
                await LeaveAsync().ConfigureAwait(false);
            }

            await LingerAsync().ConfigureAwait(false);
        }
        finally
        {
            Settle();
            Services.Connections.Remove(this);
        }
    }

    public void Wake() => _wake.Set();

    public void End(Ending ending)
    {
        Interlocked.CompareExchange(ref _ending, ending, null);
        _wake.Set();
        _progress.Set();
    }

    public void Dispose()
    {
        Context.Stream?.Unwatch();
        _cut.Dispose();
        _sendTimeout.Dispose();
    }

    /// <summary>Is called before anything is read.</summary>
    protected virtual ValueTask BeginAsync() => ValueTask.CompletedTask;

    // The connection is gone: so is its session, unless it can be resumed.
    private async ValueTask LeaveAsync()
    {
        if (_session is not { } session)
        {
            return;
        }

        bool isOver = (_closeReceived || _isBroken) && _ending != Ending.Replaced;
        if (isOver)
        {
            await Services.Sessions.EndAsync(session, Ending.ClosedByClient, flush: false).ConfigureAwait(false);
        }
        else
        {
            TellCut(session);
            await Services.Sessions.LoseAsync(session, this).ConfigureAwait(false);
        }
    }

    private void TellCut(HostedSession session)
    {
        if (_ending is null && _cutFor is { } reason)
        {
            Log.ConnectionCut(Services.Logger, session.Number, reason);
            if (reason != LostConnection)
            {
                Services.Metrics.Refused(reason); // a network that fails is no fault of the client
            }
        }
    }

    // A broken socket cuts the connection when it is disposed. The client is given the time to read the close code before.
    private async ValueTask LingerAsync()
    {
        if (_isBroken)
        {
            await Task.Delay(Options.CloseTimeout, Services.TimeProvider, Context.Gone).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // It has begun a session, or never will.
    protected void Settle()
    {
        if (!_isSettled)
        {
            _isSettled = true;
            Services.Connections.Settle(Context.Client);
        }
    }

    protected async ValueTask FailAsync(ProtocolException e)
    {
        if (_session is { } session)
        {
            await Services.Sessions.EndAsync(session, Ending.Of(e), flush: false).ConfigureAwait(false);
        }

        End(Ending.Of(e));
        Refuse(e);
    }

    protected void Refuse(ProtocolException e)
    {
        string reason = System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(e.Code.ToString());
        Services.Metrics.Refused(reason);
        Log.Refused(Services.Logger, reason);
    }
}
