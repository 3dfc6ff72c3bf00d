using System.Text.Json;

namespace Cascade.Hosting.Realtime.Tests;

/// <summary>The extension that tells the shapes of a mouth: flite gives them by its phonemes.</summary>
internal sealed class VisemeEventTests
{
    private static readonly string[] Names = ["sil", "PP", "FF", "TH", "DD", "kk", "CH", "SS", "nn", "RR", "aa", "E", "I", "O", "U"];

    [Test]
    public async Task ClientWithExtensions_IsToldShapesBeforeTheAudio()
    {
        using RawClient client = await AnswerAsync("?model=cascade&extensions=cascade");
        JsonElement[] events = [.. client.Inbox.All.Select(e => e.RootElement)];
        int told = Array.FindIndex(events, e => TypeOf(e) == "cascade.visemes");
        int audio = Array.FindIndex(events, e => TypeOf(e) == "response.output_audio.delta");
        JsonElement[] shapes = [.. events.Where(e => TypeOf(e) == "cascade.visemes").SelectMany(e => e.GetProperty("visemes").EnumerateArray())];
        double[] starts = [.. shapes.Select(shape => shape.GetProperty("start_ms").GetDouble())];
        Assert.Multiple(() =>
        {
            Assert.That(told, Is.GreaterThanOrEqualTo(0).And.LessThan(audio));
            Assert.That(events[told].GetProperty("item_id").GetString(), Is.EqualTo(events[audio].GetProperty("item_id").GetString()));
            Assert.That(events[told].GetProperty("response_id").GetString(), Is.EqualTo(events[audio].GetProperty("response_id").GetString()));
            Assert.That(shapes.Select(shape => shape.GetProperty("shape").GetString()).Distinct(), Is.SubsetOf(Names));
            Assert.That(shapes.Select(shape => shape.GetProperty("shape").GetString()), Does.Contain("SS").And.Contain("I").And.Contain("U")); // said, still, you
            Assert.That(shapes.Select(shape => shape.GetProperty("weight").GetDouble()), Is.All.InRange(0, 1));
            Assert.That(shapes[^1].GetProperty("shape").GetString(), Is.EqualTo("sil"));
            Assert.That(starts, Is.Ordered);
        });
    }

    [Test]
    public async Task OtherClient_IsToldNoShapes()
    {
        using RawClient client = await AnswerAsync("?model=cascade");

        Assert.That(client.Inbox.All.Select(RawClient.TypeOf), Has.None.StartWith("cascade.").And.Some.EqualTo("response.output_audio.delta"));
    }

    private static async Task<RawClient> AnswerAsync(string query)
    {
        RawClient client = await RawClient.ConnectAsync(Shared.Server.Address, query);
        await client.SendAsync("""{ "type": "conversation.item.create", "item": { "type": "message", "role": "user", "content": [ { "type": "input_text", "text": "still there" } ] } }""");
        await client.SendAsync("""{ "type": "response.create" }""");
        await client.WaitAsync("response.done");
        return client;
    }

    private static string TypeOf(JsonElement e) => e.GetProperty("type").GetString()!;
}
