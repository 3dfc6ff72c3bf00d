using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Net.WebSockets;
using Cascade.Hosting.Diagnostics;
using Cascade.Hosting.Sessions;
using Cascade.Hosting.Wire;

namespace Cascade.Hosting.Connections;

/// <content>Input from the client.</content>
internal abstract partial class SocketConnection
{
    private const int BufferBytes = 16 * 1024;

    private readonly ArrayBufferWriter<byte> _text = new(256);
    private int _messageBytes;
    private bool _closeReceived;
    private volatile bool _isBroken;

    private async Task ReadAllAsync()
    {
        using ITimer startTimeout = Services.TimeProvider.CreateTimer(
            static state => ((SocketConnection)state!).GiveUpStart(), this, Options.StartTimeout, Timeout.InfiniteTimeSpan);
        try
        {
            while (!_closeReceived)
            {
                await ReadAsync().ConfigureAwait(false);
            }

            End(Ending.ClosedByClient);
        }
        catch (WebSocketException e) when (e.WebSocketErrorCode == WebSocketError.Faulted)
        {
            // A broken frame, or text that is not UTF-8: the socket has closed with the code for it, which would be lost if the connection were cut now.
            Services.Metrics.Refused(HostingMetrics.BrokenFrame);
            Log.Refused(Services.Logger, HostingMetrics.BrokenFrame);
            _isBroken = true;
            End(Ending.ClosedByClient);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException)
        {
            await CutAsync().ConfigureAwait(false);
        }
    }

    // Memory is held only while there is something to read: most connections wait most of the time.
    private async ValueTask ReadAsync()
    {
        ValueWebSocketReceiveResult nothing = await _socket.ReceiveAsync(Memory<byte>.Empty, _cut.Token).ConfigureAwait(false);
        if (nothing.EndOfMessage)
        {
            await TakeUnlessEndingAsync(nothing, default).ConfigureAwait(false); // a close, or a message without content
            return;
        }

        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            ValueWebSocketReceiveResult read = await _socket.ReceiveAsync(buffer.AsMemory(0, BufferBytes), _cut.Token).ConfigureAwait(false);
            await TakeUnlessEndingAsync(read, buffer.AsMemory(0, read.Count)).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // When the end is decided, what still comes is dropped on the way to the client's close.
    private ValueTask TakeUnlessEndingAsync(ValueWebSocketReceiveResult read, ReadOnlyMemory<byte> bytes)
    {
        _closeReceived = read.MessageType == WebSocketMessageType.Close;
        return _closeReceived || Volatile.Read(ref _ending) is not null ? ValueTask.CompletedTask : AcceptAsync(read, bytes);
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "whatever fails, this connection ends with an answer and the others go on")]
    private async ValueTask AcceptAsync(ValueWebSocketReceiveResult read, ReadOnlyMemory<byte> bytes)
    {
        HostedSession? session = _session;
        session?.BeginTaking();
        try
        {
            await TakeAsync(read, bytes).ConfigureAwait(false);
        }
        catch (ProtocolException e) when (!e.IsFatal)
        {
            await TellAsync(e).ConfigureAwait(false);
        }
        catch (ProtocolException e)
        {
            await FailAsync(e).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Log.ConnectionFailed(Services.Logger, e);
            await FailAsync(new ProtocolException(ErrorCode.InternalError, "The server failed. The session is over.")).ConfigureAwait(false);
        }
        finally
        {
            session?.EndTaking();
        }
    }

    private async ValueTask TakeAsync(ValueWebSocketReceiveResult read, ReadOnlyMemory<byte> bytes)
    {
        Count(read);
        if (read.MessageType == WebSocketMessageType.Binary)
        {
            await TakeBinaryAsync(bytes, read.EndOfMessage).ConfigureAwait(false);
        }
        else
        {
            _text.Write(bytes.Span);
            if (read.EndOfMessage)
            {
                await TakeWholeTextAsync().ConfigureAwait(false);
            }
        }
    }

    private async ValueTask TakeWholeTextAsync()
    {
        try
        {
            await TakeTextAsync(_text.WrittenMemory).ConfigureAwait(false);
        }
        finally
        {
            _text.ResetWrittenCount(); // one that fails is not the beginning of the next
        }
    }

    /// <summary>Takes a part of a binary message.</summary>
    protected abstract ValueTask TakeBinaryAsync(ReadOnlyMemory<byte> bytes, bool isEnd);

    /// <summary>Takes a text message. Its bytes are the caller's again when this returns.</summary>
    protected abstract ValueTask TakeTextAsync(ReadOnlyMemory<byte> utf8);

    /// <summary>Tells the client of a fault after which the session goes on.</summary>
    protected abstract ValueTask TellAsync(ProtocolException e);

    /// <summary>Gets the most bytes of a text message.</summary>
    protected abstract int MaxTextBytes { get; }

    private void Count(ValueWebSocketReceiveResult read)
    {
        if ((read.EndOfMessage || read.Count < Protocol.CrumbBytes) && !_messageRate.TryTake(1))
        {
            throw new ProtocolException(ErrorCode.TooManyMessages, "More messages come than the limits in ready allow.");
        }

        _messageBytes += read.Count;
        int limit = read.MessageType == WebSocketMessageType.Text ? MaxTextBytes : Options.MaxMessageBytes;
        if (_messageBytes > limit)
        {
            throw new ProtocolException(ErrorCode.MessageTooBig, $"A {(read.MessageType == WebSocketMessageType.Text ? "text" : "binary")} message must have at most {limit} bytes.");
        }

        _messageBytes = read.EndOfMessage ? 0 : _messageBytes;
    }

    /// <summary>Is called before whatever makes events.</summary>
    // While the client reads too slowly, nothing is read from it: the network slows it down.
    protected async ValueTask WaitForRoomAsync(HostedSession session)
    {
        EventLog events = session.Events;
        while ((events.IsBehind || (session.Held.IsScarce && events.HasUnsent)) && _ending is null)
        {
            await _progress.WaitAsync(_cut.Token).ConfigureAwait(false);
        }

        if (events.IsUnacknowledged)
        {
            throw new ProtocolException(ErrorCode.Unacknowledged, "More events are unacknowledged than the limits in ready allow.");
        }

        if (session.Held.IsTooMuch)
        {
            throw Ending.HeldTooMuchFault();
        }
    }

    /// <summary>Lets a reader go on that waits for room.</summary>
    protected void MadeRoom() => _progress.Set();

    private void GiveUpStart()
    {
        if (_session is null)
        {
            ProtocolException e = new(ErrorCode.StartTimeout, $"No start or resume came within {Options.StartTimeout.TotalSeconds} s.");
            End(Ending.Of(e));
            Refuse(e);
        }
    }
}
