using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Cascade.Dialogue.Tests;

public sealed partial class DiagnosticsTests
{
    [Test]
    public async Task Turns_AreMeasuredByEveryInstrumentOfTheGuide()
    {
        using Collector collector = new();
        await RunAsync(collector);

        string root = typeof(DiagnosticsTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;
        string guide = await File.ReadAllTextAsync(Path.Combine(root, "docs", "conversation.md"));
        string[] named = [.. Instrument().Matches(guide[guide.IndexOf("## Metrics", StringComparison.Ordinal)..]).Select(match => match.Groups[1].Value)];
        Assert.That(collector.Measurements.Select(m => m.Instrument["cascade.conversation.".Length..]).Distinct(), Is.EquivalentTo(named));

        Assert.That(collector.Of("turns", "cascade.turn.outcome=completed").Sum(), Is.EqualTo(1));
        Assert.That(collector.Of("turns", "cascade.turn.outcome=interrupted").Sum(), Is.EqualTo(2));
        Assert.That(collector.Of("turns", "cascade.turn.outcome=failed").Sum(), Is.EqualTo(1));
        Assert.That(collector.Of("interruptions", "cascade.interruption.outcome=committed").Sum(), Is.EqualTo(1));
        Assert.That(collector.Of("interruptions", "cascade.interruption.outcome=command").Sum(), Is.EqualTo(1));
        Assert.That(collector.Of("interruption.latency"), Has.Exactly(1).InRange(0.001, 0.15));
        Assert.That(collector.Of("faults", "error.type=recognitionFailed").Sum(), Is.EqualTo(1));
        Assert.That(collector.Of("faults", "cascade.stage=recognition").Sum(), Is.EqualTo(1));
        Assert.That(collector.Of("abandoned").Sum(), Is.EqualTo(1));
        Assert.That(collector.Of("reports.ignored").Sum(), Is.EqualTo(1));
        Assert.That(collector.Of("active").Sum(), Is.Zero, "conversations after the disposal");
        Assert.That(collector.Of("active", "cascade.conversation.state=speaking"), Is.EqualTo(new double[] { 1, -1, 1, -1 }));
        Assert.That(collector.Of("endpoint.delay").First(), Is.InRange(0.3, 0.6));
        Assert.That(collector.Of("response.latency").First(), Is.InRange(0.3, 0.7));
        Assert.That(collector.Of("queue.length", "cascade.queue=sentences"), Has.All.LessThanOrEqualTo(4));
    }

    [Test]
    public async Task Spans_AreConversationTurnAndStage()
    {
        using Collector collector = new();
        using (Activity request = new Activity("request").Start())
        {
            await RunAsync(collector);
        }

        Activity conversation = collector.Spans.Single(span => span.OperationName == "conversation");
        Activity[] turns = [.. collector.Spans.Where(span => span.OperationName == "turn")];
        Assert.That(conversation.Parent, Is.Null, "a conversation outlives the request that began it");
        Assert.That(conversation.GetTagItem("gen_ai.conversation.id"), Is.EqualTo("the-id"));
        Assert.That(turns.Select(span => span.GetTagItem("cascade.turn.number")), Is.EqualTo(new object[] { 1L, 2L, 3L, 4L }));
        Assert.That(turns.Select(span => span.GetTagItem("cascade.turn.outcome")), Is.EqualTo(new[] { "interrupted", "completed", "failed", "interrupted" }));
        Assert.That(turns, Has.All.Property(nameof(Activity.ParentSpanId)).EqualTo(conversation.SpanId));
        Assert.That(turns.Select(span => span.GetTagItem("gen_ai.conversation.id")), Has.All.EqualTo("the-id"));
        Assert.That(Stages(turns[1]), Is.SupersetOf(new[] { "recognition", "turnDetection", "model", "synthesis" }));
        Activity failed = collector.Spans.Single(span => span.Status == ActivityStatusCode.Error);
        Assert.That((failed.OperationName, failed.ParentSpanId, failed.GetTagItem("error.type")), Is.EqualTo(("recognition", turns[2].SpanId, (object?)typeof(InvalidDataException).FullName)));

        IEnumerable<string> Stages(Activity turn) => collector.Spans.Where(span => span.ParentSpanId == turn.SpanId).Select(span => span.OperationName);
    }

    [Test]
    public async Task Log_HasWhatHappenedAndNoWords()
    {
        using Collector collector = new();
        await RunAsync(collector);

        (int Id, string Text)[] lines = [.. collector.Lines.Where(line => line.Id is >= 100 and < 200 && line.Text.StartsWith("Conversation ", StringComparison.Ordinal))];
        Assert.That(lines.Select(line => line.Id).Distinct(), Is.EquivalentTo(new[] { 100, 101, 102, 103, 105 }));
        Assert.That(lines.Select(line => line.Text), Has.Member("Conversation the-id: turn 2 ended as Completed"));
        Assert.That(lines.Select(line => line.Text), Has.Member("Conversation the-id, turn 3: Recognition failed with recognitionFailed"));
        Assert.That(collector.Lines.Select(line => line.Text), Has.None.Contain("secret"));
    }

    // A turn that is interrupted by speech, the one that interrupts, one whose recognition fails, and one whose model hangs and is stopped by a command.
    private static async Task RunAsync(Collector collector)
    {
        await using World world = new(new ConversationOptions { EchoGuard = TimeSpan.Zero, ConversationId = "the-id", LoggerFactory = collector });
        world.Recogniser.Hears = _ => "my secret question";
        world.Chat.Says = call => call == 0 ? string.Join(' ', Enumerable.Repeat("secret", 80)) : "A secret answer.";
        await world.HearAsync(Voices.Sentence);
        await world.UntilAsync<ReplyAudio>();
        await world.WaitAsync(2);
        await world.HearAsync(Voices.Sentence);
        await world.TurnAsync(2);
        await world.Conversation.ReportPlaybackAsync(99, TimeSpan.Zero);
        world.Recogniser.Fault = Fault.Throws;
        await world.HearAsync(Voices.Sentence);
        await world.TurnAsync(3);
        world.Recogniser.Fault = Fault.None;
        world.Chat.Fault = Fault.HangsDeaf;
        await world.HearAsync([.. Voices.Sentence, .. Voices.Silence(1)]);
        await world.Conversation.InterruptAsync();
        await world.TurnAsync(4);
        await world.WaitAsync(1);
    }

    [GeneratedRegex(@"`(?:cascade\.conversation)?\.([a-z_.]+)`")]
    private static partial Regex Instrument();
}
