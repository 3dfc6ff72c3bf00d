using System.Net.WebSockets;
using Cascade.Hosting.Wire;

namespace Cascade.Hosting.Tests;

/// <summary>Sends a recording, is cut off at random, resumes as the protocol says, and keeps what it is told.</summary>
/// <param name="server">The server that it comes to, each time.</param>
/// <param name="random">When it loses the connection.</param>
/// <param name="audio">What it sends.</param>
internal sealed class ResumingClient(Func<TestServer> server, Random random, byte[] audio)
{
    private string _session = "";
    private long _event;

    public List<ReceivedItem> Items { get; } = [];

    public int Drops { get; private set; }

    public async Task RunAsync(string start)
    {
        using (TestClient client = await server().StartSessionAsync(start))
        {
            _session = (await client.ExpectAsync<ReadyMessage>()).Session;
            if (await SendAsync(client, 0))
            {
                return;
            }
        }

        while (true)
        {
            using TestClient client = await server().StartSessionAsync($$"""{ "type": "resume", "session": "{{_session}}", "acknowledged": 0, "event": {{_event}} }""");
            ReadyMessage ready = await client.ExpectAsync<ReadyMessage>();
            Assert.That(ready.LastEvent, Is.GreaterThanOrEqualTo(_event));
            if (await SendAsync(client, (int)ready.Received * 2))
            {
                return;
            }
        }
    }

    // Reads meanwhile, as clients do; what comes after the last whole message is not seen.
    private async Task<bool> SendAsync(TestClient client, int at)
    {
        Task<bool> reading = ReadAsync(client);
        int dropAt = at + random.Next(20_000, 120_000);
        while (at < audio.Length)
        {
            int size = Math.Min(random.Next(1, 6000), audio.Length - at);
            await client.SendAsync(audio.AsMemory(at, size));
            at += size;
            if (at >= dropAt && Drops < 12)
            {
                Drops++;
                client.Drop();
                return await reading;
            }

            if (random.Next(4) == 0)
            {
                await client.SendAsync($$"""{ "type": "ack", "event": {{Interlocked.Read(ref _event)}} }""");
            }
        }

        await client.SendAsync("""{ "type": "stop" }""");
        return await reading;
    }

    private async Task<bool> ReadAsync(TestClient client)
    {
        List<ReceivedItem> held = [];
        try
        {
            while (await client.ReceiveAsync() is { } item)
            {
                held.Add(item);
                if (held[0].Message is SegmentMessage { Audio: not null } && held.Count == 1)
                {
                    continue; // seen only with its audio
                }

                Items.AddRange(held);
                Interlocked.Exchange(ref _event, (held[0].Message as EventMessage)?.Event ?? _event);
                held.Clear();
            }

            return true;
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            return false;
        }
    }
}
