using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Cascade.Benchmarks.Load.Talk;

/// <summary>A person at a client of the Realtime protocol: speaks, hears the answer to its end, pauses, speaks again. Counts what was asked and what became of it.</summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "RunAsync disposes the socket that it ends with")]
internal sealed class TalkLoadClient(Uri server, TalkSpeech[] speech, TalkLoadArguments arguments, int index, Histogram latency)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    private readonly Random _random = new((arguments.Seed * 10_007) + index);
    private ClientWebSocket _socket = new();
    private string? _session;
    private long _lastEvent;
    private long _acknowledged;
    private TalkSpeech? _utterance;
    private int _at;
    private long _endedAt;
    private long _askedAt;
    private long _pauseUntil;
    private volatile bool _waits;
    private volatile bool _hasAnswer;

    public int Asked { get; private set; }

    public int Completed { get; private set; }

    /// <summary>Gets the turns that ended otherwise, each told by an event.</summary>
    public int Failed { get; private set; }

    /// <summary>Gets the turns that nobody asked for.</summary>
    public int Doubled { get; private set; }

    /// <summary>Gets the utterances without an end of a turn in time.</summary>
    public int Lost { get; private set; }

    public int Dropped { get; private set; }

    public long BytesUp { get; private set; }

    public long BytesDown { get; private set; }

    public string? Failure { get; private set; }

    /// <summary>Gets how often the server told each fault, and its last message.</summary>
    public Dictionary<string, (int Count, string Example)> Faults { get; } = [];

    public async Task RunAsync(CancellationToken mayAsk, CancellationToken stop)
    {
        try
        {
            _pauseUntil = Stopwatch.GetTimestamp() + (long)(_random.NextDouble() * 5 * Stopwatch.Frequency);
            Task reading = await ConnectAsync();
            using PeriodicTimer timer = new(TalkSpeech.Step);
            while (!stop.IsCancellationRequested && (_waits || !mayAsk.IsCancellationRequested) && await timer.WaitForNextTickAsync(CancellationToken.None))
            {
                bool isDropped = !_waits && _random.NextDouble() < arguments.Drops * TalkSpeech.Step.TotalMinutes;
                if (isDropped || reading.IsCompleted)
                {
                    reading = await ComeBackAsync(reading, isDropped);
                }

                byte[] message = Next(!mayAsk.IsCancellationRequested);
                BytesUp += message.Length;
                await _socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
                await AcknowledgeAsync();
            }

            _socket.Abort();
            await reading;
        }
        catch (Exception e) when (e is WebSocketException or InvalidOperationException or IOException)
        {
            Failure = e.Message;
        }
        finally
        {
            _socket.Dispose();
        }
    }

    private async ValueTask AcknowledgeAsync()
    {
        long last = Volatile.Read(ref _lastEvent);
        if (last >= _acknowledged + 16)
        {
            _acknowledged = last;
            await _socket.SendAsync(Encoding.ASCII.GetBytes($$"""{"type":"cascade.acknowledge","event":{{last}}}"""), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
    }

    private async Task<Task> ConnectAsync()
    {
        string resume = _session is null ? "" : FormattableString.Invariant($"&resume={_session}&event={_lastEvent}");
        await _socket.ConnectAsync(new Uri($"ws://{server.Authority}/v1/realtime?model=cascade&extensions=cascade{resume}"), CancellationToken.None);
        return Task.Run(ReadAsync);
    }

    private async Task<Task> ComeBackAsync(Task reading, bool isDropped)
    {
        if (!isDropped)
        {
            throw new InvalidOperationException($"The server closed with {_socket.CloseStatus}.");
        }

        Dropped++;
        _socket.Abort();
        await reading;
        _socket.Dispose();
        _socket = new ClientWebSocket();
        return await ConnectAsync();
    }

    private byte[] Next(bool mayAsk)
    {
        long now = Stopwatch.GetTimestamp();
        if (_utterance is { } utterance && _at < utterance.Messages.Length)
        {
            if (_at == utterance.LastAudible)
            {
                Volatile.Write(ref _endedAt, now);
            }

            return utterance.Messages[_at++];
        }

        if (_waits && Stopwatch.GetElapsedTime(_askedAt, now) > Patience)
        {
            Lost++;
            _waits = false;
        }
        else if (!_waits && mayAsk && now >= Volatile.Read(ref _pauseUntil))
        {
            _utterance = speech[_random.Next(speech.Length)];
            _at = 0;
            _askedAt = now;
            _hasAnswer = false;
            _waits = true;
            Asked++;
        }

        return TalkSpeech.Silence;
    }

    private async Task ReadAsync()
    {
        byte[] buffer = new byte[256 * 1024];
        try
        {
            while (true)
            {
                int length = 0;
                WebSocketReceiveResult read;
                do
                {
                    read = await _socket.ReceiveAsync(new ArraySegment<byte>(buffer, length, buffer.Length - length), CancellationToken.None);
                    length += read.Count;
                }
                while (!read.EndOfMessage);
                if (read.MessageType == WebSocketMessageType.Close)
                {
                    return;
                }

                BytesDown += length;
                Take(buffer.AsMemory(0, length));
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            return; // cut, by this client or for it
        }
    }

    // Most messages are audio, of which only the arrival counts.
    private void Take(ReadOnlyMemory<byte> utf8)
    {
        string head = Encoding.ASCII.GetString(utf8.Span[..Math.Min(utf8.Length, 100)]);
        int at = head.IndexOf("event_", StringComparison.Ordinal);
        int end = head.IndexOf('"', at);
        if (at >= 0 && long.TryParse(head[(at + "event_".Length)..end], out long number))
        {
            if (number != _lastEvent + 1)
            {
                Failure ??= $"Event {number} came after event {_lastEvent}.";
            }

            Volatile.Write(ref _lastEvent, number);
        }

        if (head.Contains("response.output_audio.delta", StringComparison.Ordinal))
        {
            if (_waits && !_hasAnswer)
            {
                _hasAnswer = true;
                latency.Add(Stopwatch.GetElapsedTime(Volatile.Read(ref _endedAt)));
            }
        }
        else if (head.Contains("\"session.created\"", StringComparison.Ordinal))
        {
            _session = JsonDocument.Parse(utf8).RootElement.GetProperty("session").GetProperty("id").GetString();
        }
        else if (head.Contains("\"cascade.turn\"", StringComparison.Ordinal))
        {
            TakeTurn(JsonDocument.Parse(utf8).RootElement);
        }
        else if (head.StartsWith("{\"type\":\"error\"", StringComparison.Ordinal))
        {
            JsonElement error = JsonDocument.Parse(utf8).RootElement.GetProperty("error");
            string code = error.GetProperty("code").GetString()!;
            Faults[code] = (Faults.GetValueOrDefault(code).Count + 1, error.GetProperty("message").GetString()!);
        }
    }

    private void TakeTurn(JsonElement turn)
    {
        string outcome = turn.GetProperty("outcome").GetString()!;
        if (!_waits && turn.GetProperty("user_text").GetString()!.Length == 0)
        {
            return; // the server says by itself that the turn before failed
        }

        if (!_waits)
        {
            Doubled++;
            return;
        }

        Completed += outcome == "completed" ? 1 : 0;
        Failed += outcome == "completed" ? 0 : 1;
        Volatile.Write(ref _pauseUntil, Stopwatch.GetTimestamp() + (long)((0.5 + (2 * _random.NextDouble())) * Stopwatch.Frequency));
        _waits = false;
    }
}
