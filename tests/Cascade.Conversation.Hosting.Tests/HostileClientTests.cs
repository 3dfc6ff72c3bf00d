using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace Cascade.Hosting.Realtime.Tests;

/// <summary>Clients that do what the protocol forbids, and limits that hold as for all sessions.</summary>
internal sealed class HostileClientTests
{
    [TestCase("{", "invalid_json")]
    [TestCase("""{ "type": "session.update", "session": { "tools": 5 } }""", "invalid_json")]
    [TestCase("""{ }""", "missing_required_parameter")]
    [TestCase("""{ "type": "no.such.event" }""", "invalid_value")]
    [TestCase("""{ "type": "input_audio_buffer.append" }""", "missing_required_parameter")]
    [TestCase("""{ "type": "input_audio_buffer.append", "audio": "%%%" }""", "invalid_value")]
    [TestCase("""{ "type": "input_audio_buffer.append", "audio": "AAAA" }""", "invalid_value")]
    [TestCase("""{ "type": "input_audio_buffer.commit" }""", "input_audio_buffer_commit_empty")]
    [TestCase("""{ "type": "response.cancel" }""", "response_cancel_not_active")]
    [TestCase("""{ "type": "conversation.item.delete", "item_id": "item_none" }""", "item_not_found")]
    [TestCase("""{ "type": "conversation.item.truncate", "item_id": "item_none", "content_index": 0, "audio_end_ms": 1 }""", "item_not_found")]
    [TestCase("""{ "type": "conversation.item.create", "item": { "type": "message", "role": "user", "content": [ { "type": "input_image" } ] } }""", "unsupported_parameter")]
    [TestCase("""{ "type": "conversation.item.create", "previous_item_id": "item_none", "item": { "type": "message", "role": "user", "content": [ { "type": "input_text", "text": "a" } ] } }""", "item_not_found")]
    [TestCase("""{ "type": "session.update", "session": { "type": "transcription" } }""", "invalid_value")]
    [TestCase("""{ "type": "session.update", "session": { "audio": { "input": { "turn_detection": { "type": "server_vad", "threshold": 7 } } } } }""", "invalid_value")]
    [TestCase("""{ "type": "session.update", "session": { "audio": { "input": { "format": { "type": "audio/pcm", "rate": 8000 } } } } }""", "invalid_value")]
    [TestCase("""{ "type": "session.update", "session": { "tools": [ { "type": "mcp", "server_label": "a" } ] } }""", "unsupported_parameter")]
    [TestCase("""{ "type": "response.create", "response": { "conversation": "none" } }""", "unsupported_parameter")]
    public async Task WrongEvent_IsRefusedAndTheSessionGoesOn(string wrong, string code)
    {
        using RawClient client = await RawClient.ConnectAsync(Shared.Server.Address);
        await client.SendAsync(wrong);
        (JsonElement error, int next) = await client.WaitAsync("error");
        await client.SendAsync("""{ "type": "session.update", "session": { "instructions": "go on" } }""");
        (JsonElement updated, _) = await client.WaitAsync("session.updated", next);
        Assert.Multiple(() =>
        {
            Assert.That(error.GetProperty("error").GetProperty("code").GetString(), Is.EqualTo(code));
            Assert.That(error.GetProperty("error").GetProperty("message").GetString(), Is.Not.Empty);
            Assert.That(updated.GetProperty("session").GetProperty("instructions").GetString(), Is.EqualTo("go on"));
        });
    }

    [Test]
    public async Task BinaryMessage_IsRefusedAndTheSessionGoesOn()
    {
        using RawClient client = await RawClient.ConnectAsync(Shared.Server.Address);
        await client.SendBinaryAsync([1, 2, 3]);
        (JsonElement error, int next) = await client.WaitAsync("error");
        await client.SendAsync("""{ "type": "input_audio_buffer.clear" }""");
        await client.WaitAsync("input_audio_buffer.cleared", next);
        Assert.That(error.GetProperty("error").GetProperty("code").GetString(), Is.EqualTo("invalid_message"));
    }

    [Test]
    public async Task AudioFasterThanTheServerTakes_EndsTheSessionWithTheReason()
    {
        await using TalkServer server = await TalkServer.StartAsync(limits => limits.InputBurst = TimeSpan.FromSeconds(2));
        using RawClient client = await RawClient.ConnectAsync(server.Address);
        await client.AppendAsync(Utterances.Silence(3));
        (JsonElement error, _) = await client.WaitAsync("error");
        Assert.That(error.GetProperty("error").GetProperty("code").GetString(), Is.EqualTo("too_fast"));
    }

    [Test]
    public async Task OneSessionTooMany_IsRefusedWithTheReason()
    {
        await using TalkServer server = await TalkServer.StartAsync(limits => (limits.MaxSessionsPerClient, limits.IdleAfter) = (1, TimeSpan.FromMinutes(1)));
        using RawClient first = await RawClient.ConnectAsync(server.Address);
        await first.WaitAsync("session.created");
        using RawClient second = await RawClient.ConnectAsync(server.Address);
        (JsonElement error, _) = await second.WaitAsync("error");
        Assert.That(error.GetProperty("error").GetProperty("code").GetString(), Is.EqualTo("too_many_sessions"));
    }

    [Test]
    public void PageOfAnotherOrigin_MayNotConnect() =>
        Assert.That(() => RawClient.ConnectAsync(Shared.Server.Address, configure: options => options.SetRequestHeader("Origin", "https://evil.example")), Throws.InstanceOf<WebSocketException>().With.Message.Contains("403"));

    [Test]
    public async Task ServerThatStops_TellsItsClients()
    {
        await using TalkServer server = await TalkServer.StartAsync();
        using RawClient client = await RawClient.ConnectAsync(server.Address);
        await client.WaitAsync("session.created");
        Task stopping = server.StopAsync();
        (JsonElement error, _) = await client.WaitAsync("error");
        await client.CutAsync();
        await stopping;
        Assert.That(error.GetProperty("error").GetProperty("code").GetString(), Is.EqualTo("shutdown"));
    }

    [Test]
    public async Task LostConnection_GoesOnBehindTheLastEventSeen()
    {
        using RawClient first = await RawClient.ConnectAsync(Shared.Server.Address, "?model=cascade&extensions=cascade");
        (JsonElement created, _) = await first.WaitAsync("session.created");
        string id = created.GetProperty("session").GetProperty("id").GetString()!;
        await first.SendAsync("""{ "type": "session.update", "session": { "output_modalities": [ "text" ] } }""");
        (JsonElement updated, _) = await first.WaitAsync("session.updated");
        await first.CutAsync();
        using RawClient second = await RawClient.ConnectAsync(Shared.Server.Address, $"?extensions=cascade&resume={id}&event=1");
        (JsonElement again, _) = await second.WaitAsync("session.updated");
        await second.SendAsync("""{ "type": "conversation.item.create", "item": { "type": "message", "role": "user", "content": [ { "type": "input_text", "text": "still there" } ] } }""");
        await second.SendAsync("""{ "type": "response.create" }""");
        (JsonElement text, _) = await second.WaitAsync("response.output_text.done");
        Assert.Multiple(() =>
        {
            Assert.That(RawClient.TypeOf(second.Inbox.All[0]), Is.EqualTo("cascade.resumed"));
            Assert.That(again.GetProperty("event_id").GetString(), Is.EqualTo(updated.GetProperty("event_id").GetString()));
            Assert.That(text.GetProperty("text").GetString(), Is.EqualTo("You said: still there."));
        });
    }

    [Test]
    public async Task ClosedConnection_LeavesNothingBehind()
    {
        await using TalkServer server = await TalkServer.StartAsync();
        SessionManager sessions = server.Services.GetRequiredService<SessionManager>();
        for (int i = 0; i < 5; i++)
        {
            using RawClient client = await RawClient.ConnectAsync(server.Address);
            await client.AppendAsync(Utterances.Pcm(Utterances.Story));
            await client.WaitAsync("response.output_audio.delta");
            await client.CutAsync();
        }

        DateTime until = DateTime.UtcNow.AddMinutes(1);
        while (sessions.Counts.Total > 0 && DateTime.UtcNow < until)
        {
            await Task.Delay(20);
        }

        Assert.That(sessions.Counts.Total, Is.Zero);
    }
}
