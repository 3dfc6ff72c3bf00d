using System.Diagnostics;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text.Json;

namespace Cascade.Benchmarks.Load;

/// <content>What the client is told.</content>
internal sealed partial class LoadClient
{
    private const int BufferBytes = 4096;

    private readonly List<ReceivedEvent> _events = [];
    private ServerMessage _awaitsAudio;
    private int _audioBytes;
    private long _received;
    private long _lastEvent;
    private long _eventsTold;
    private bool _isClosed;

    public IReadOnlyList<ReceivedEvent> Events => _events;

    public FrameCoverage Frames { get; } = new();

    /// <summary>How many pieces of segments' audio were not the bytes that were sent.</summary>
    public int WrongAudio { get; private set; }

    /// <summary>How long after the last byte of a frame was sent an event that it decided was received.</summary>
    /// <returns>False if it was not measured: the client had lost the connection meanwhile, or did not read, or it was not in the window.</returns>
    public bool TryGetLatency(ReceivedEvent received, long decidedAt, out TimeSpan latency)
    {
        latency = default;
        if (!_context.Window.Contains(received.Stamp) || !_sends.TryFind(decidedAt, received.Sends, out long sent))
        {
            return false;
        }

        latency = Stopwatch.GetElapsedTime(sent, received.Stamp);
        return true;
    }

    /// <returns>Why the connection has ended.</returns>
    private async Task<string> ReceiveAsync(Connection connection)
    {
        byte[] buffer = new byte[BufferBytes];
        int filled = 0;
        try
        {
            while (true)
            {
                ValueWebSocketReceiveResult read = await connection.ReceiveAsync(buffer.AsMemory(filled));
                if (read.MessageType == WebSocketMessageType.Close)
                {
                    await connection.CloseAsync();
                    return $"The server has closed the connection: {connection.CloseReason}";
                }

                filled = Take(connection, read, ref buffer, filled + read.Count);
                if (Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), Volatile.Read(ref _stalledUntil)) is { Ticks: > 0 } stalled && _connection == connection)
                {
                    await Task.Delay(stalled);
                }
            }
        }
        catch (Exception e) when (e is IOException or SocketException or WebSocketException or ObjectDisposedException or JsonException)
        {
            return $"The connection was lost: {e.Message}";
        }
        finally
        {
            connection.Dispose();
        }
    }

    // Returns how much of a message is in the buffer; grows it when there is no room for the rest.
    private int Take(Connection connection, ValueWebSocketReceiveResult read, ref byte[] buffer, int filled)
    {
        bool isAudio = read.MessageType == WebSocketMessageType.Binary;
        if (isAudio || read.EndOfMessage)
        {
            _context.Traffic.Down(filled);
            lock (_gate)
            {
                if (_connection == connection)
                {
                    Hear(isAudio, buffer.AsSpan(0, filled), Stopwatch.GetTimestamp());
                }
            }

            return 0;
        }

        if (filled == buffer.Length)
        {
            Array.Resize(ref buffer, 2 * filled);
        }

        return filled;
    }

    private void Hear(bool isAudio, ReadOnlySpan<byte> bytes, long stamp)
    {
        if (isAudio)
        {
            HearAudio(bytes, stamp);
        }
        else
        {
            Hear(ServerMessage.Read(bytes), stamp);
        }
    }

    private void Hear(in ServerMessage message, long stamp)
    {
        switch (message.Kind)
        {
            case MessageKind.Ready:
                Begin(message, stamp);
                break;
            case MessageKind.Probability:
                HearFrames(message, stamp);
                break;
            case MessageKind.Received:
                _received = message.Received;
                break;
            case MessageKind.Error:
                (_error, _code) = (message.Text, message.Code);
                break;
            case MessageKind.Closed:
                _isClosed = message.Text == "stopped";
                _error ??= message.Text;
                _code ??= message.Text;
                Frames.End(_sent);
                _context.Traffic.Disconnected();
                break;
            case MessageKind.Segment when message.AudioBytes > 0 && _context.Arguments.SegmentAudio:
                (_awaitsAudio, _audioBytes) = (message, 0); // without its audio it has not come
                break;
            case MessageKind.SpeechStarted or MessageKind.SpeechEnded or MessageKind.SpeechDiscarded or MessageKind.Segment:
                HearEvent(message, stamp);
                break;
        }
    }

    private void Begin(in ServerMessage ready, long stamp)
    {
        bool resumed = _session.Length > 0;
        if (!resumed)
        {
            _session = ready.Text!;
            _start = stamp + _faults.NextPhase(_chunkTicks);
            (_nextStall, _nextDrop) = (_faults.NextStall(stamp), _faults.NextDrop(stamp));
        }
        else if (ready.Received < _received || ready.Received > _sent)
        {
            _error = $"Of {_sent} samples that were sent and {_received} that were said to be received, the server has {ready.Received} after a drop.";
        }

        if (resumed)
        {
            Frames.Reconnect();
        }

        _sent = ready.Received;
        _sends.BeginRun(_sent);
        _context.Traffic.Connected(resumed);
        Back();
        Pace(Math.Max(stamp, _start));
    }

    private void HearFrames(in ServerMessage message, long stamp)
    {
        Frames.Add(message.StartSample, message.Values);
        _received = Math.Max(_received, message.Received);
        for (int i = 1; i <= message.Values; i++)
        {
            if (_sends.TryFind(message.StartSample + (i * FrameCoverage.FrameSamples), _sends.Count, out long sent))
            {
                _context.Window.AddFrame(sent, stamp);
            }
        }
    }

    private void HearAudio(ReadOnlySpan<byte> bytes, long stamp)
    {
        bool same = _context.Track.Matches(((_offsetSamples + _awaitsAudio.StartSample) * sizeof(short)) + _audioBytes, bytes);
        WrongAudio += same ? 0 : 1;
        _audioBytes += bytes.Length;
        if (_audioBytes == _awaitsAudio.AudioBytes)
        {
            HearEvent(_awaitsAudio, stamp);
        }
    }

    private void HearEvent(in ServerMessage message, long stamp)
    {
        EventKind kind = message.Kind switch
        {
            MessageKind.SpeechStarted => EventKind.SpeechStarted,
            MessageKind.SpeechEnded => EventKind.SpeechEnded,
            MessageKind.SpeechDiscarded => EventKind.SpeechDiscarded,
            _ => EventKind.Segment,
        };
        Interlocked.Exchange(ref _lastEvent, Math.Max(_lastEvent, message.Event));
        if (_context.Arguments.Lose == 0 || ++_eventsTold % _context.Arguments.Lose != 0)
        {
            _events.Add(new ReceivedEvent(message.Event, new StreamEvent(kind, message.StartSample, message.EndSample), stamp, _sends.Count));
        }
    }
}
