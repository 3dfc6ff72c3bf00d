using System.Text.Json;

namespace Cascade.Hosting.Realtime.Tests;

/// <summary>The extension that tells how a turn ended.</summary>
internal sealed class TurnEventTests
{
    [Test]
    public async Task SpokenTurn_NamesTheItemOfTheSpeech()
    {
        using RawClient client = await RawClient.ConnectAsync(Shared.Server.Address, "?model=cascade&extensions=cascade");
        await client.SendAsync("""{ "type": "session.update", "session": { "output_modalities": [ "text" ] } }""");
        await client.AppendAsync(Utterances.Pcm(Utterances.Train));
        (JsonElement committed, int next) = await client.WaitAsync("input_audio_buffer.committed");
        (JsonElement turn, _) = await client.WaitAsync("cascade.turn", next);
        Assert.That(turn.GetProperty("user_item_id").GetString(), Is.EqualTo(committed.GetProperty("item_id").GetString()));
    }

    [Test]
    public async Task TurnThatNobodySpoke_NamesNone()
    {
        using RawClient client = await RawClient.ConnectAsync(Shared.Server.Address, "?model=cascade&extensions=cascade");
        await client.SendAsync("""{ "type": "session.update", "session": { "output_modalities": [ "text" ] } }""");
        await client.SendAsync("""{ "type": "conversation.item.create", "item": { "type": "message", "role": "user", "content": [ { "type": "input_text", "text": "still there" } ] } }""");
        await client.SendAsync("""{ "type": "response.create" }""");
        (JsonElement turn, _) = await client.WaitAsync("cascade.turn");
        Assert.That(turn.TryGetProperty("user_item_id", out _), Is.False);
    }
}
