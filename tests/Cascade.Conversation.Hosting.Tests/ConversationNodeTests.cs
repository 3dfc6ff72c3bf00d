using System.Net.WebSockets;
using System.Text.Json;
using Cascade.Hosting.Tests;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Cascade.Hosting.Realtime.Tests;

/// <summary>Several servers share their conversations in a real Redis: any of them goes on with any conversation, with its whole history, and says nothing twice.</summary>
internal sealed class ConversationNodeTests
{
    private const string New = "?model=cascade&extensions=cascade";
    private const string TextOnly = """{ "type": "session.update", "session": { "output_modalities": [ "text" ], "instructions": "Be kind." } }""";
    private const string Respond = """{ "type": "response.create" }""";

    private RedisServer _redis = null!;
    private TalkServer _first = null!;
    private TalkServer _second = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _redis = await RedisServer.StartAsync();
        _first = await AnotherAsync();
        _second = await AnotherAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _first.DisposeAsync();
        await _second.DisposeAsync();
        _redis.Dispose();
    }

    [Test]
    public async Task ClientThatComesBackToAnotherServer_GoesOnWithItsSettingsAndItsWholeHistory()
    {
        using RawClient client = await RawClient.ConnectAsync(_first.Address, New);
        await client.SendAsync(TextOnly);
        await client.SendAsync(Typed("good morning", "item_morning"));
        await client.SendAsync(Respond);
        (_, int told) = await client.WaitAsync("cascade.turn");
        await client.SendAsync(Typed("good evening", "item_evening")); // which is not asked about before the server is lost
        await client.WaitAsync("conversation.item.done", told);
        await client.CutAsync();
        using RawClient other = await ResumeAsync(_second, client);
        await other.SendAsync("""{ "type": "conversation.item.retrieve", "item_id": "item_evening" }""");
        (JsonElement retrieved, _) = await other.WaitAsync("conversation.item.retrieved");
        await other.SendAsync(Respond);
        (JsonElement text, _) = await other.WaitAsync("response.output_text.done");
        (ChatMessage[] asked, _) = _second.Model.Asked.Last();
        Assert.Multiple(() =>
        {
            Assert.That(RawClient.TypeOf(other.Inbox.All[0]), Is.EqualTo("cascade.resumed"));
            Assert.That(TextOf(retrieved.GetProperty("item")), Is.EqualTo("good evening"));
            Assert.That(text.GetProperty("text").GetString(), Is.EqualTo("You said: good evening."));
            Assert.That(asked.Select(message => message.Text), Is.EqualTo(new[] { "Be kind.", "good morning", "You said: good morning.", "good evening" }));
        });
    }

    [Test]
    public async Task ServerLostInMidAnswer_EndsTheAnswerWhereTheClientHasIt_AndSaysNothingTwice()
    {
        using RawClient client = await RawClient.ConnectAsync(_first.Address, New);
        await client.SendAsync(Typed("tell me a story", "item_story"));
        await client.SendAsync(Respond);
        (JsonElement created, int at) = await client.WaitAsync("response.created");
        (_, at) = await client.WaitAsync("response.output_audio_transcript.delta", at);
        (_, at) = await client.WaitAsync("response.output_audio.delta", at);
        await client.WaitAsync("response.output_audio_transcript.delta", at);
        await client.CutAsync();
        string told = string.Concat(client.All("response.output_audio_transcript.delta").Select(delta => delta.GetProperty("delta").GetString()));
        using RawClient other = await ResumeAsync(_second, client);
        (JsonElement done, _) = await other.WaitAsync("response.done");
        (JsonElement turn, _) = await other.WaitAsync("cascade.turn");
        await other.SendAsync(TextOnly);
        await other.SendAsync(Typed("where were we", "item_where"));
        await other.SendAsync(Respond);
        (JsonElement text, _) = await other.WaitAsync("response.output_text.done");
        (ChatMessage[] asked, _) = _second.Model.Asked.Last();
        Assert.Multiple(() =>
        {
            Assert.That(done.GetProperty("response").GetProperty("id").GetString(), Is.EqualTo(created.GetProperty("response").GetProperty("id").GetString()));
            Assert.That(done.GetProperty("response").GetProperty("status").GetString(), Is.EqualTo("incomplete"));
            Assert.That(done.GetProperty("response").GetProperty("status_details").GetProperty("reason").GetString(), Is.EqualTo("moved"));
            Assert.That(turn.GetProperty("outcome").GetString(), Is.EqualTo("interrupted"));
            Assert.That(turn.GetProperty("heard_text").GetString(), Is.EqualTo(told));
            Assert.That(other.All("response.output_audio_transcript.done").Single().GetProperty("transcript").GetString(), Is.EqualTo(told));
            Assert.That(other.All("response.output_audio.delta"), Is.Empty);
            Assert.That(other.All("response.output_audio_transcript.delta"), Is.Empty);
            Assert.That(text.GetProperty("text").GetString(), Is.EqualTo("You said: where were we."));
            Assert.That(asked.Select(message => message.Text), Is.EqualTo(new[] { "Be kind.", "tell me a story", told, "where were we" }));
        });
    }

    [Test]
    public async Task ServerLostBeforeItsAnswer_IsAnsweredForByTheNextOnce()
    {
        using RawClient client = await RawClient.ConnectAsync(_first.Address, New);
        await client.SendAsync(TextOnly);
        await client.SendAsync(Typed("think slowly", "item_slow"));
        await client.SendAsync(Respond);
        (JsonElement created, _) = await client.WaitAsync("response.created");
        await client.CutAsync();
        using RawClient other = await ResumeAsync(_second, client);
        (JsonElement ended, _) = await other.WaitAsync("response.done");
        _first.Model.Answer();
        _second.Model.Answer();
        (JsonElement text, int at) = await other.WaitAsync("response.output_text.done");
        (JsonElement done, _) = await other.WaitAsync("response.done", at);
        Assert.Multiple(() =>
        {
            Assert.That(ended.GetProperty("response").GetProperty("id").GetString(), Is.EqualTo(created.GetProperty("response").GetProperty("id").GetString()));
            Assert.That(ended.GetProperty("response").GetProperty("output").GetArrayLength(), Is.Zero);
            Assert.That(text.GetProperty("text").GetString(), Is.EqualTo("You said: think slowly."));
            Assert.That(done.GetProperty("response").GetProperty("status").GetString(), Is.EqualTo("completed"));
            Assert.That(other.All("response.created"), Has.Length.EqualTo(1));
        });
    }

    [Test]
    public async Task OpenSpeech_IsHeardWhole_FromAudioThatTheClientSendsAgain()
    {
        byte[] speech = Utterances.Pcm(Utterances.Weather);
        using RawClient client = await RawClient.ConnectAsync(_first.Address, New);
        await client.SendAsync("""{ "type": "session.update", "session": { "output_modalities": [ "text" ], "audio": { "input": { "transcription": { "model": "sphinx" } } } } }""");
        await client.AppendAsync(Utterances.Silence(3)); // so that the place to begin at is not the beginning
        await client.AppendAsync(speech[..(speech.Length / 4 * 2)]);
        (JsonElement started, _) = await client.WaitAsync("input_audio_buffer.speech_started");
        await client.CutAsync();
        using RawClient other = await ResumeAsync(_second, client);
        (JsonElement resumed, _) = await other.WaitAsync("cascade.resumed");
        await other.WaitAsync("input_audio_buffer.cleared");
        double from = resumed.GetProperty("audio_ms").GetDouble();
        byte[] all = [.. Utterances.Silence(3), .. speech];
        await other.AppendAsync(all[((int)(from / 1000 * 24_000) * sizeof(short))..]);
        (JsonElement again, _) = await other.WaitAsync("input_audio_buffer.speech_started");
        (JsonElement heard, _) = await other.WaitAsync("conversation.item.input_audio_transcription.completed");
        Assert.Multiple(() =>
        {
            Assert.That(from, Is.GreaterThan(2000).And.LessThanOrEqualTo(started.GetProperty("audio_start_ms").GetInt64() + 300));
            Assert.That(again.GetProperty("audio_start_ms").GetInt64(), Is.EqualTo(started.GetProperty("audio_start_ms").GetInt64()).Within(100));
            Assert.That(heard.GetProperty("transcript").GetString(), Is.EqualTo(Utterances.Weather));
        });
    }

    [Test]
    public async Task SpeechThatHasEnded_IsNotHeardAgain_ThoughTheClientSendsWholePieces()
    {
        const int RateHz = 24_000;
        const int Piece = RateHz / 5 * sizeof(short); // 200 ms
        using RawClient client = await RawClient.ConnectAsync(_first.Address, New);
        await client.SendAsync(TextOnly);
        byte[] said = Utterances.Pcm(Utterances.Train, silenceSeconds: 0.6); // ends the turn, and is all that the server has behind it
        await client.AppendAsync(said);
        await client.WaitAsync("cascade.turn");
        await client.CutAsync();
        using RawClient other = await ResumeAsync(_second, client);
        (JsonElement resumed, _) = await other.WaitAsync("cascade.resumed");
        double placeMs = resumed.GetProperty("audio_ms").GetDouble();
        byte[] again = said[(((int)(placeMs * RateHz / 1000) * sizeof(short)) - Piece)..];
        await other.AppendAsync(again);
        await other.AppendAsync(Utterances.Pcm(Utterances.Weather));
        (JsonElement started, _) = await other.WaitAsync("input_audio_buffer.speech_started");
        Assert.That(started.GetProperty("audio_start_ms").GetDouble(), Is.GreaterThan(placeMs + (again.Length / sizeof(short) * 1000 / RateHz)), "the first speech that is heard is what was said next");
    }

    [Test]
    public async Task OwnerThatHasLostItsConversation_EndsItWithoutAWord()
    {
        using RawClient client = await RawClient.ConnectAsync(_first.Address, New);
        await client.SendAsync(TextOnly);
        await client.WaitAsync("session.updated");
        long last = client.LastEvent;
        using RawClient other = await ResumeAsync(_second, client);
        await other.WaitAsync("cascade.resumed");
        await client.SendAsync(Typed("is anybody there", "item_lost")); // its write is refused, and it is not told
        (JsonElement error, _) = await client.WaitAsync("error");
        await Eventually.IsTrueAsync(() => client.CloseStatus is not null, "the connection was not closed");
        await Eventually.IsTrueAsync(() => _first.Services.GetRequiredService<SessionManager>().Counts.Total == 0, "the session was not ended");
        await other.SendAsync("""{ "type": "conversation.item.retrieve", "item_id": "item_lost" }""");
        (JsonElement unknown, _) = await other.WaitAsync("error");
        Assert.Multiple(() =>
        {
            Assert.That(error.GetProperty("error").GetProperty("code").GetString(), Is.EqualTo("replaced"));
            Assert.That(client.CloseStatus, Is.EqualTo((WebSocketCloseStatus)4409));
            Assert.That(client.LastEvent, Is.EqualTo(last));
            Assert.That(unknown.GetProperty("error").GetProperty("code").GetString(), Is.EqualTo("item_not_found"));
        });
    }

    [Test]
    public async Task DrainedServer_FinishesItsAnswer_AndGivesTheConversationAway()
    {
        const string Long = "of this train and of the people in it and of the long way that it goes through the hills in the morning"; // more than five seconds: the turn is not to end before it is given away
        await using TalkServer drained = await AnotherAsync();
        using RawClient client = await RawClient.ConnectAsync(drained.Address, New);
        await client.SendAsync(Typed("tell me a story", "item_story"));
        await client.SendAsync(Typed(Long, "item_train"));
        await client.SendAsync(Respond);
        await client.WaitAsync("response.output_audio_transcript.delta");
        Task stopping = drained.StopAsync();
        (JsonElement done, _) = await client.WaitAsync("response.done");
        (JsonElement error, _) = await client.WaitAsync("error");
        await Eventually.IsTrueAsync(() => client.CloseStatus is not null, "the connection was not closed");
        using RawClient other = await ResumeAsync(_second, client);
        (JsonElement turn, _) = await other.WaitAsync("cascade.turn");
        await stopping;
        Assert.Multiple(() =>
        {
            Assert.That(done.GetProperty("response").GetProperty("status").GetString(), Is.EqualTo("completed"));
            Assert.That(error.GetProperty("error").GetProperty("code").GetString(), Is.EqualTo("moved"));
            Assert.That(client.CloseStatus, Is.EqualTo((WebSocketCloseStatus)4012));
            Assert.That(turn.GetProperty("outcome").GetString(), Is.EqualTo("completed"));
            Assert.That(turn.GetProperty("heard_text").GetString(), Is.EqualTo($"You said: {Long}."));
            Assert.That(other.All("response.output_audio.delta"), Is.Empty);
        });
    }

    private static string Typed(string text, string id) =>
        $$"""{ "type": "conversation.item.create", "item": { "id": "{{id}}", "type": "message", "role": "user", "content": [ { "type": "input_text", "text": "{{text}}" } ] } }""";

    private static string TextOf(JsonElement item) => item.GetProperty("content")[0].GetProperty("text").GetString()!;

    private static Task<RawClient> ResumeAsync(TalkServer server, RawClient lost)
    {
        string id = lost.All("session.created")[0].GetProperty("session").GetProperty("id").GetString()!;
        return RawClient.ConnectAsync(server.Address, $"?extensions=cascade&resume={id}&event={lost.LastEvent}");
    }

    // Speech stays open however long a client takes to come back.
    private Task<TalkServer> AnotherAsync() => Shared.Server.StartAnotherAsync(services => services.UseRedis(_redis.Address).Configure<ConversationHostingOptions>(options =>
        options.Conversation = options.Conversation with { InputTimeout = TimeSpan.FromMinutes(1) }));
}
