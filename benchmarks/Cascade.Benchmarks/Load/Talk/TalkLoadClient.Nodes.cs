using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Cascade.Benchmarks.Load.Talk;

/// <content>A client of several servers: comes back to any of them, sends again the audio that the server asks for, and compares what the conversation holds with what was told.</content>
internal sealed partial class TalkLoadClient
{
    private const int BurstSteps = 100; // 4 s of audio, before the server is given time to hear it

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MostAbsent = TimeSpan.FromSeconds(30);

    private readonly List<byte[]> _said = []; // messages with audio since the session began
    private TaskCompletionSource<double> _resumed = new();

    /// <summary>Gets what the conversation is, as far as the client was told.</summary>
    public TalkMemory Memory { get; } = new();

    /// <summary>Gets how long each loss of a server lasted.</summary>
    public List<TimeSpan> Absences { get; } = [];

    private async ValueTask TrySendAsync(byte[] message)
    {
        try
        {
            await _socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
            await AcknowledgeAsync();
        }
        catch (Exception e) when (e is WebSocketException or IOException or InvalidOperationException or OperationCanceledException)
        {
            return; // the reader ends too, and the message is sent again
        }
    }

    private async Task<Task> ComeBackToAnyAsync(Task reading)
    {
        long lost = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(lost) < MostAbsent)
        {
            _socket.Abort();
            await reading;
            _socket.Dispose();
            _socket = new ClientWebSocket();
            _resumed = new TaskCompletionSource<double>(TaskCreationOptions.RunContinuationsAsynchronously);
            await Task.Delay(Pause);
            try
            {
                reading = await ConnectAsync();
            }
            catch (WebSocketException)
            {
                continue; // the balancer has not found a server
            }

            if (await Task.WhenAny(_resumed.Task, reading) == _resumed.Task)
            {
                Absences.Add(Stopwatch.GetElapsedTime(lost));
                await SendAgainAsync(await _resumed.Task);
                return reading;
            }
        }

        throw new InvalidOperationException($"No server took the session within {MostAbsent.TotalSeconds:0} s. The last one closed with {_socket.CloseStatus}.");
    }

    private async Task SendAgainAsync(double fromMs)
    {
        _acknowledged = 0;
        for (int step = (int)(fromMs / TalkSpeech.Step.TotalMilliseconds); step < _said.Count; step++)
        {
            await TrySendAsync(_said[step]);
            if ((_said.Count - step) % BurstSteps == 0)
            {
                await Task.Delay(Pause);
            }
        }
    }

    private void TakeOfNodes(string head, ReadOnlyMemory<byte> utf8)
    {
        if (head.Contains("\"cascade.resumed\"", StringComparison.Ordinal))
        {
            _resumed.TrySetResult(JsonDocument.Parse(utf8).RootElement.GetProperty("audio_ms").GetDouble());
        }
        else if (TalkMemory.IsOfInterest(head))
        {
            Memory.Take(JsonDocument.Parse(utf8).RootElement);
        }
    }

    // A server may be lost here too: what it has not answered is asked again.
    private async Task<Task> CheckAsync(Task reading)
    {
        long began = Stopwatch.GetTimestamp();
        while (Memory.Unchecked() is { Length: > 0 } items && Stopwatch.GetElapsedTime(began) < MostAbsent)
        {
            if (reading.IsCompleted)
            {
                reading = await ComeBackToAnyAsync(reading);
            }

            foreach (string item in items)
            {
                await TrySendAsync(Encoding.UTF8.GetBytes($$"""{"type":"conversation.item.retrieve","item_id":"{{item}}"}"""));
            }

            await Task.WhenAny(reading, Task.Delay(TimeSpan.FromSeconds(1)));
        }

        return reading;
    }
}
