using System.Diagnostics.CodeAnalysis;
using System.Net.WebSockets;
using System.Threading.Channels;
using Cascade.Hosting.Diagnostics;
using Cascade.Hosting.Sessions;

namespace Cascade.Hosting.Connections;

/// <content>Output to the client: answers, events, live views, in this order; then the end.</content>
internal abstract partial class SocketConnection
{
    // A client that asks faster than it reads has to wait: its further messages are not read.
    private const int MaxReplies = 32;

    private readonly CancellationTokenSource _sendTimeout;
    private readonly Channel<byte[]> _replies = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(MaxReplies) { SingleReader = true });

    /// <summary>Sends a message that is not an event of the session, before events that wait.</summary>
    protected async ValueTask ReplyAsync(byte[] utf8)
    {
        await _replies.Writer.WriteAsync(utf8, _cut.Token).ConfigureAwait(false);
        Wake();
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "whatever fails, the reader is not to wait for a sender that is gone")]
    private async Task SendAllAsync()
    {
        try
        {
            Ending? ending;
            do
            {
                await _wake.WaitAsync(_cut.Token).ConfigureAwait(false);
                ending = Volatile.Read(ref _ending); // before what is sent is looked for: what came before the end is told
                await SendWaitingAsync(ending).ConfigureAwait(false);
            }
            while (ending is null);

            if (!_isBroken)
            {
                await CloseAsync(ending).ConfigureAwait(false);
            }
        }
        catch (WebSocketException e) when (e.WebSocketErrorCode == WebSocketError.InvalidState && _socket.State != WebSocketState.Aborted)
        {
            _cut.CancelAfter(Options.CloseTimeout); // the socket has closed over a broken frame, as the reader is about to hear: to cut it now would lose the close code
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException)
        {
            await CutAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            Log.ConnectionFailed(Services.Logger, e);
            await CutAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask SendWaitingAsync(Ending? ending)
    {
        if (ending is { SendsEvents: false })
        {
            return;
        }

        HostedSession? session = Session; // before the replies, of which ready is the first
        while (_replies.Reader.TryRead(out byte[]? reply))
        {
            await SendAsync(reply, WebSocketMessageType.Text).ConfigureAwait(false);
        }

        if (session is not null)
        {
            await SendEventsAsync(session).ConfigureAwait(false);
            await SendLiveAsync(session).ConfigureAwait(false);
        }
    }

    private async ValueTask SendEventsAsync(HostedSession session)
    {
        while (session.Events.TryTake(this, out byte[] json, out ReadOnlyMemory<byte> audio))
        {
            await SendAsync(json, WebSocketMessageType.Text).ConfigureAwait(false);
            if (!audio.IsEmpty)
            {
                await SendAsync(audio, WebSocketMessageType.Binary).ConfigureAwait(false);
            }

            session.Events.MarkSent(this);
            _progress.Set();
        }
    }

    /// <summary>Sends what is worth sending only now, behind the events.</summary>
    protected virtual ValueTask SendLiveAsync(HostedSession session) => ValueTask.CompletedTask;

    /// <summary>Gets the last message of a connection, <see langword="null"/> if there is nothing to tell.</summary>
    protected abstract byte[]? LastMessage(Ending ending);

    protected async ValueTask SendAsync(ReadOnlyMemory<byte> message, WebSocketMessageType type)
    {
        _sendTimeout.CancelAfter(Options.SendTimeout);
        await _socket.SendAsync(message, type, endOfMessage: true, _sendTimeout.Token).ConfigureAwait(false);
        _sendTimeout.CancelAfter(Timeout.InfiniteTimeSpan);
    }

    // The reader goes on until the client has closed too, or for as long as it may take.
    private async ValueTask CloseAsync(Ending ending)
    {
        if (LastMessage(ending) is { } message)
        {
            await SendAsync(message, WebSocketMessageType.Text).ConfigureAwait(false);
        }

        _cut.CancelAfter(Options.CloseTimeout);
        _sendTimeout.CancelAfter(Options.SendTimeout);
        await _socket.CloseOutputAsync((WebSocketCloseStatus)ending.CloseCode, statusDescription: null, _sendTimeout.Token).ConfigureAwait(false);
    }

    // A send that took too long aborts the socket by itself, and reader and sender both see only that.
    private ValueTask CutAsync() => CutAsync(_sendTimeout.IsCancellationRequested ? HostingMetrics.SendTimeout : LostConnection);

    private async ValueTask CutAsync(string reason)
    {
        Interlocked.CompareExchange(ref _cutFor, reason, null);
        _socket.Abort();
        await _cut.CancelAsync().ConfigureAwait(false);
    }
}
