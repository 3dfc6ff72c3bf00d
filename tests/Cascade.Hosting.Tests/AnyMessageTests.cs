using System.Text;
using Cascade.Hosting.Wire;

namespace Cascade.Hosting.Tests;

/// <summary>Any text gets an answer that the protocol's page has, and no text is a fault of the server.</summary>
internal sealed class AnyMessageTests
{
    private const int AtOnce = 8;

    private static readonly string[] Names =
    [
        "type", "format", "encoding", "sampleRate", "channels", "channel", "options", "threshold", "exitThreshold", "minimumSilenceMs", "speechPadMs", "minimumSpeechMs", "maximumSpeechMs",
        "probabilityRate", "segmentAudio", "resumable", "token", "session", "acknowledged", "event", "id", "unknown", "\\ud800", "",
    ];

    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "1", "0.5", "1e400", "-1e-400", "1e-300", "9223372036854775807", "9223372036854775808", "\"\"", "\"binary\"", "\"\\ud800\"", "\"signed16\"", "[]", "[null]", "{}",
        "{\"threshold\":null}", "{\"exitThreshold\":{}}", "{\"exitThreshold\":\"0.2\"}", "{\"threshold\":0.5,\"threshold\":\"x\"}", "{\"encoding\":null}", "{\"sampleRate\":8000,\"channels\":null}",
    ];

    private static readonly string[] Types = [.. ClientMessages.TypeNames];

    // The properties that each needs, so that it is one other that decides.
    private static string Begin(string type) => type switch
    {
        "resume" => """{"type":"resume","session":"x","acknowledged":0,"event":0""",
        "update" => """{"type":"update","options":{}""",
        "ack" => """{"type":"ack","event":0""",
        _ => $$"""{"type":"{{type}}" """,
    };

    [Test]
    public async Task EveryPropertyWithEveryKindOfValue_GetsADocumentedAnswer()
    {
        List<string> messages = [.. from type in Types from name in Names from value in Values select $"{Begin(type)},\"{name}\":{value}}}"];
        await AnswerAsync([.. messages.Where((_, index) => index % 5 == messages.Count % 5), .. Required()]);
    }

    [Test]
    public async Task RandomMessages_GetADocumentedAnswer()
    {
        Random random = new(4);
        await AnswerAsync([.. Enumerable.Range(0, 200).Select(_ => Object(random, depth: 0))]);
    }

    [TestCase("""{ "type": "update", "options": null }""")]
    public async Task PropertyThatMustHaveAValue_IsNotNull(string text)
    {
        await using TestServer server = await TestServer.StartAsync();
        using TestClient client = await server.StartSessionAsync("""{ "type": "start" }""");
        await client.SendAsync(text);
        await client.ExpectFatalAsync("invalidMessage", 4400);
    }

    [TestCase("""{ "type": "resume", "session": null, "acknowledged": 0, "event": 0 }""", "invalidMessage")]
    [TestCase("""{ "type": "start", "options": { "exitThreshold": [] } }""", "invalidOptions")]
    public async Task BeginningWithoutAValue_IsRefused(string text, string code)
    {
        await using TestServer server = await TestServer.StartAsync();
        using TestClient client = await server.ConnectAsync();
        await client.SendAsync(text);
        await client.ExpectFatalAsync(code, 4400);
    }

    [Test]
    public async Task TinyProbabilityRate_IsHardlyEver()
    {
        await using TestServer server = await TestServer.StartAsync();
        using TestClient client = await server.StartSessionAsync("""{ "type": "start", "probabilityRate": 1e-300 }""");
        await client.SendAsync(Recording.Conversation.AsMemory(0, 300_000), 3200);
        await client.SendAsync("""{ "type": "stop" }""");
        Assert.That((await client.ToEndAsync()).Count(item => item.Message is ProbabilityMessage), Is.EqualTo(1));
    }

    private static IEnumerable<string> Required() =>
        from message in new[]
        {
            """{"type":"update","options":VALUE}""",
            """{"type":"resume","session":VALUE,"acknowledged":0,"event":0}""",
            """{"type":"resume","session":"x","acknowledged":VALUE,"event":0}""",
            """{"type":"ack","event":VALUE}""",
            """{"type":VALUE}""",
            """{"type":"start","options":{"exitThreshold":VALUE}}""",
            """VALUE""",
        }
        from value in Values
        select message.Replace("VALUE", value, StringComparison.Ordinal);

    private static string Object(Random random, int depth)
    {
        StringBuilder text = new("{");
        if (depth == 0)
        {
            text.Append("\"type\":\"").Append(Types[random.Next(Types.Length)]).Append('"');
        }

        for (int i = random.Next(5); i > 0; i--)
        {
            text.Append(text.Length > 1 ? "," : "").Append('"').Append(Names[random.Next(1, Names.Length)]).Append("\":");
            text.Append(depth < 3 && random.Next(3) == 0 ? Object(random, depth + 1) : Values[random.Next(Values.Length)]);
        }

        return text.Append('}').ToString();
    }

    // Each as the first message of a connection, and as the second.
    private static async Task AnswerAsync(IReadOnlyList<string> messages)
    {
        await using TestServer server = await TestServer.StartAsync(o => (o.MaxSessionsPerClient, o.IdleAfter) = (1000, TimeSpan.FromMinutes(1)));
        await Parallel.ForEachAsync(messages, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (message, _) =>
        {
            foreach (bool isStarted in new[] { false, true })
            {
                using TestClient client = await server.ConnectAsync();
                if (isStarted)
                {
                    await client.SendAsync("""{"type":"start"}""");
                    await client.ExpectAsync<ReadyMessage>();
                }

                await client.SendAsync(message);
                await client.SendAsync(isStarted ? """{"type":"stop"}""" : "{}"); // one that a message without an answer may be followed by
                List<ReceivedItem> answers = await client.ToEndAsync();
                string told = string.Join(' ', answers.Select(answer => answer.Message));
                bool isDocumented = answers[^1].Message is ErrorMessage { Fatal: true, Code: not ErrorCode.InternalError } or ClosedMessage { Reason: CloseReason.Stopped };
                Assert.That(isDocumented, Is.True, $"{message} after {(isStarted ? "start" : "nothing")}: {told}, {client.CloseCode}");
            }
        });
        Assert.That(server.Log.Warnings, Is.Empty);
    }
}
