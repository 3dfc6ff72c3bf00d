using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Cascade.Benchmarks.Load.Talk;

/// <summary>A person at a client of the Realtime protocol: speaks, hears the answer to its end, pauses, speaks again. Counts what was asked and what became of it.</summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "RunAsync disposes the socket that it ends with")]
internal sealed partial class TalkLoadClient(Uri server, Action<Random> killWorker, TalkSpeech[] speech, TalkLoadArguments arguments, int index, Histogram latency)
{
    private const string EventId = "\"event_id\":\"event_";
    private const int StepsAfterSpeech = 75; // 3 s: the machine thinks and speaks
    private const int Cycle = 10; // seconds from one utterance to the next: nobody begins in step with others
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan StallLength = TimeSpan.FromSeconds(3);

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
    private int _stepsToFault = -1;
    private long _stalledUntil;
    private volatile bool _waits;
    private volatile bool _hasAnswer;
    private volatile bool _isTold;

    public int Asked { get; private set; }

    public int Completed { get; private set; }

    /// <summary>Gets the turns that ended otherwise.</summary>
    public int Failed { get; private set; }

    /// <summary>Gets the failed turns of which no event said why.</summary>
    public int Untold { get; private set; }

    /// <summary>Gets the turns that nobody asked for.</summary>
    public int Doubled { get; private set; }

    /// <summary>Gets the first of them as the server told it.</summary>
    public string? Unasked { get; private set; }

    /// <summary>Gets the utterances without an end of a turn in time.</summary>
    public int Lost { get; private set; }

    /// <summary>Gets how many faults of each kind were made.</summary>
    public int[] Made { get; } = new int[Enum.GetValues<TalkFault>().Length];

    public long BytesUp { get; private set; }

    public long BytesDown { get; private set; }

    public string? Failure { get; private set; }

    /// <summary>Gets how often the server told each fault, and its last message.</summary>
    public Dictionary<string, (int Count, string Example)> Faults { get; } = [];

    public async Task RunAsync(CancellationToken mayAsk, CancellationToken stop)
    {
        try
        {
            _pauseUntil = Stopwatch.GetTimestamp() + (long)(_random.NextDouble() * Cycle * Stopwatch.Frequency);
            Task reading = await ConnectAsync();
            using PeriodicTimer timer = new(TalkSpeech.Step);
            while (!stop.IsCancellationRequested && (_waits || !mayAsk.IsCancellationRequested) && await timer.WaitForNextTickAsync(CancellationToken.None))
            {
                bool isDropped = _stepsToFault >= 0 && _stepsToFault-- == 0 && Break() == TalkFault.Drop;
                if (isDropped || reading.IsCompleted)
                {
                    reading = await ComeBackAsync(reading, isDropped);
                }

                byte[] message = Next(!mayAsk.IsCancellationRequested);
                BytesUp += message.Length;
                if (arguments.Nodes > 0)
                {
                    _said.Add(message);
                    await TrySendAsync(message);
                }
                else
                {
                    await _socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
                    await AcknowledgeAsync();
                }
            }

            if (arguments.Nodes > 0)
            {
                reading = await CheckAsync(reading);
            }

            _socket.Abort();
            await reading;
        }
        catch (Exception e) when (e is WebSocketException or InvalidOperationException or IOException)
        {
            Failure ??= e.Message;
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
        if (arguments.Opus && _session is null)
        {
            await _socket.SendAsync(TalkSpeech.AskForOpus, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }

        return Task.Run(ReadAsync);
    }

    private async Task<Task> ComeBackAsync(Task reading, bool isDropped)
    {
        if (arguments.Nodes > 0)
        {
            return await ComeBackToAnyAsync(reading);
        }

        if (!isDropped)
        {
            throw new InvalidOperationException($"The server closed with {_socket.CloseStatus}.");
        }

        _socket.Abort();
        await reading;
        _socket.Dispose();
        _socket = new ClientWebSocket();
        return await ConnectAsync();
    }

    private TalkFault Break()
    {
        TalkFault fault = (TalkFault)_random.Next(Made.Length);
        Made[(int)fault]++;
        if (fault == TalkFault.Stall)
        {
            Volatile.Write(ref _stalledUntil, Stopwatch.GetTimestamp() + (long)(StallLength.TotalSeconds * Stopwatch.Frequency));
        }
        else if (fault == TalkFault.Kill)
        {
            killWorker(_random);
        }

        return fault;
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
            _isTold = false;
            _stepsToFault = _random.NextDouble() < arguments.Faults ? _random.Next(_utterance.Messages.Length + StepsAfterSpeech) : -1;
            _waits = true;
            Asked++;
        }

        return speech[0].Silence;
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
                TimeSpan stall = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), Volatile.Read(ref _stalledUntil));
                if (stall > TimeSpan.Zero)
                {
                    await Task.Delay(stall);
                }
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
        int at = head.IndexOf(EventId, StringComparison.Ordinal);
        if (at >= 0 && long.TryParse(head[(at + EventId.Length)..head.IndexOf('"', at + EventId.Length)], out long number))
        {
            if (arguments.Nodes > 0 ? number <= _lastEvent : number != _lastEvent + 1)
            {
                Failure ??= $"Event {number} came after event {_lastEvent}.";
            }

            Volatile.Write(ref _lastEvent, number);
        }

        if (arguments.Nodes > 0)
        {
            TakeOfNodes(head, utf8);
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
            _isTold = true;
        }
        else if (head.Contains("input_audio_transcription.failed", StringComparison.Ordinal) || (head.Contains("\"response.done\"", StringComparison.Ordinal) && (utf8.Span.IndexOf("\"status\":\"failed\""u8) >= 0 || utf8.Span.IndexOf("\"reason\":\"moved\""u8) >= 0)))
        {
            _isTold = true;
        }
    }

    // Turns without speech of the user are the server's own: it says by itself that the turn before failed.
    private void TakeTurn(JsonElement turn)
    {
        string outcome = turn.GetProperty("outcome").GetString()!;
        if (!turn.TryGetProperty("user_item_id", out JsonElement item) || item.ValueKind != JsonValueKind.String || outcome == "superseded")
        {
            return;
        }

        if (_waits)
        {
            End(outcome);
        }
        else
        {
            Doubled++;
            Unasked ??= turn.GetRawText();
        }
    }

    private void End(string outcome)
    {
        if (outcome == "completed")
        {
            Completed++;
        }
        else
        {
            Failed++;
            Untold += _isTold || outcome == "empty" ? 0 : 1; // the outcome itself says that no words were found
        }

        Volatile.Write(ref _pauseUntil, Stopwatch.GetTimestamp() + (long)((0.5 + (2 * _random.NextDouble())) * Stopwatch.Frequency));
        _waits = false;
    }
}
