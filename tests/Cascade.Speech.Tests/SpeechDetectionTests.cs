using System.Diagnostics.Metrics;
using Cascade.Speech.Tests.Support;
using Microsoft.Extensions.AI;

namespace Cascade.Speech.Tests;

/// <summary>Voice activity detection in front of clients.</summary>
internal sealed class SpeechDetectionTests
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(350); // the pads, and the silence that voices begin and end with

    [Test]
    public async Task ThreeSentences_GiveThreeTextsOnTheStreamsClock()
    {
        Timeline timeline = Timeline.Short();
        ScriptedClient client = new();
        List<SpeechToTextResponseUpdate> updates = await StreamAsync(client, timeline);
        Assert.That(updates.Select(update => update.Kind.Value), Is.EqualTo(new[]
        {
            "sessionopen", "textupdating", "textupdated", "textupdating", "textupdated", "textupdating", "textupdated", "sessionclose",
        }).IgnoreCase);
        SpeechToTextResponseUpdate[] texts = [.. updates.Where(update => update.Kind == SpeechToTextResponseUpdateKind.TextUpdated)];
        for (int i = 0; i < 3; i++)
        {
            Assert.That(texts[i].Text, Is.EqualTo($"text {i}"));
            Assert.That(texts[i].StartTime!.Value, Is.EqualTo(timeline.Spoken[i].Start + TimeSpan.FromMilliseconds(100)).Within(Tolerance), "the client's own time, on the stream's clock");
            Assert.That(texts[i].EndTime - texts[i].StartTime, Is.EqualTo(TimeSpan.FromMilliseconds(200)));
        }
    }

    [Test]
    public async Task ClientWithoutStreaming_IsAskedForWholeTexts_OnceAndForAll()
    {
        ScriptedClient client = new() { HasNoStreaming = true };
        List<SpeechToTextResponseUpdate> updates = await StreamAsync(client, Timeline.Short());
        Assert.That(TextsOf(updates), Is.EqualTo(new[] { "text 0", "text 1", "text 2" }));
        Assert.That(client.Calls, Is.EqualTo(new[] { "streaming", "whole", "whole", "whole" }));
        Assert.That(updates[1].StartTime!.Value, Is.EqualTo(TimeSpan.FromSeconds(1)).Within(Tolerance), "the times of the utterance, where the client knows none");
    }

    [Test]
    public async Task ClientWithoutWholeTexts_IsAskedToStream()
    {
        ScriptedClient client = new() { HasNoWholeText = true };
        SpeechToTextResponse response = await Build(client).GetTextAsync(Timeline.Short().Open(), Utterances.Options);
        Assert.That(response.Text, Is.EqualTo("text 0 text 1 text 2"));
        Assert.That(client.Calls, Is.EqualTo(new[] { "whole", "streaming", "streaming", "streaming" }));
    }

    [Test]
    public async Task ClientThatEndsSilentlyWhenCanceled_IsNoticed()
    {
        using CancellationTokenSource cancellation = new();
        ScriptedClient client = new() { EndsSilentlyWhenCanceled = true };
        Task<List<SpeechToTextResponseUpdate>> reading = StreamAsync(client, Timeline.Short(), cancellationToken: cancellation.Token);
        await Waiting.UntilAsync(() => client.ReceivedMilliseconds.Count > 0, "the client was called");
        await cancellation.CancelAsync();
        await Assert.ThatAsync(() => reading, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task ClientWithoutServices_CanBeBuiltWithTelemetryInFront()
    {
        using ISpeechToTextClient client = new SpeechToTextClientBuilder(new ScriptedClient { HasNoServices = true }).UseOpenTelemetry().UseVoiceActivityDetection().Build();
        Assert.That(client.GetService(typeof(SpeechToTextClientMetadata)), Is.Null);
        using ISpeechToTextClient other = new SpeechToTextClientBuilder(Build(new ScriptedClient { HasNoServices = true })).UseOpenTelemetry().Build();
        Assert.That((await other.GetTextAsync(Timeline.Short().Open(), Utterances.Options)).Text, Is.EqualTo("text 0 text 1 text 2"));
    }

    [Test]
    public async Task ClientThatFails_ThrowsAfterTheTextsBefore()
    {
        List<string> texts = [];
        InvalidOperationException fault = (await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            await foreach (SpeechToTextResponseUpdate update in Build(new ScriptedClient { FailsOn = 1 }).GetStreamingTextAsync(Timeline.Short().Open(), Utterances.Options))
            {
                texts.Add(update.Text);
            }
        }))!;
        Assert.That(fault.Message, Is.EqualTo("The client has a fault."));
        Assert.That(texts, Is.EqualTo(new[] { "", "part 0", "text 0" }));
    }

    [Test]
    public async Task ClientThatFails_WithReports_GivesAnErrorAndGoesOn()
    {
        List<SpeechToTextResponseUpdate> updates = await StreamAsync(new ScriptedClient { FailsOn = 1 }, Timeline.Short(), new() { ReportsErrors = true });
        Assert.That(TextsOf(updates), Is.EqualTo(new[] { "text 0", "text 2" }));
        SpeechToTextResponseUpdate error = updates.Single(update => update.Kind == SpeechToTextResponseUpdateKind.Error);
        Assert.That(error.Contents.OfType<ErrorContent>().Single().Message, Is.EqualTo("The client has a fault."));
        Assert.That(error.StartTime!.Value, Is.EqualTo(TimeSpan.FromSeconds(5)).Within(Tolerance));
    }

    [Test]
    public async Task ConcurrentCalls_GiveTextsInTheOrderOfTheStream()
    {
        ScriptedClient client = new() { Delays = new([300, 100, 0]) };
        List<SpeechToTextResponseUpdate> updates = await StreamAsync(client, Timeline.Short(), new() { MaximumConcurrency = 3 });
        Assert.That(TextsOf(updates), Is.EqualTo(new[] { "text 0", "text 1", "text 2" }));
    }

    [Test]
    public async Task Silence_AndClicks_NeverReachTheClient()
    {
        ScriptedClient client = new();
        List<SpeechToTextResponseUpdate> updates = await StreamAsync(client, new Timeline(TimeSpan.FromSeconds(5)));
        Assert.That(client.Calls, Is.Empty);
        Assert.That(updates, Has.Count.EqualTo(2));
        Assert.That((await Build(client).GetTextAsync(new MemoryStream(), Utterances.Options)).Text, Is.Empty, "an empty stream");
        Assert.That(client.Calls, Is.Empty);
    }

    [Test]
    public async Task SegmentsThatTheMaximumCut_AreOneUtterance()
    {
        Timeline timeline = new(TimeSpan.FromSeconds(20));
        double at = 1;
        foreach (string sentence in Sentences.All.Take(6))
        {
            timeline.Say("slt", sentence, TimeSpan.FromSeconds(at));
            at = timeline.Spoken[^1].End.TotalSeconds;
        }

        SpeechDetectionOptions options = new();
        options = options with { Detection = options.Detection with { Speech = options.Detection.Speech with { MaximumSpeech = TimeSpan.FromSeconds(3) } } };
        ScriptedClient joined = new();
        await StreamAsync(joined, timeline, options);
        Assert.That(joined.ReceivedMilliseconds, Has.Count.EqualTo(1));
        Assert.That(joined.ReceivedMilliseconds[0] / 1000.0, Is.EqualTo(at - 1).Within(1), "all of it");

        ScriptedClient bounded = new();
        await StreamAsync(bounded, timeline, options with { MaximumUtterance = TimeSpan.FromSeconds(7) });
        Assert.That(bounded.ReceivedMilliseconds, Has.Count.GreaterThan(1).And.All.LessThanOrEqualTo(7_000));
        Assert.That(bounded.ReceivedMilliseconds.Sum() / 1000.0, Is.EqualTo(at - 1).Within(1), "nothing is lost between");
    }

    [Test]
    public async Task SecondsSaved_StandInTheMetrics()
    {
        Dictionary<string, double> sums = [];
        using MeterListener listener = new();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == "Cascade.Extensions.AI")
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => sums[instrument.Name] = sums.GetValueOrDefault(instrument.Name) + value);
        listener.Start();
        Timeline timeline = Timeline.Short();
        ScriptedClient client = new();
        await StreamAsync(client, timeline);
        double sent = client.ReceivedMilliseconds.Sum() / 1000.0;
        Assert.That(sums["cascade.recognition.audio.sent"], Is.EqualTo(sent).Within(0.01));
        Assert.That(sums["cascade.recognition.audio.saved"], Is.EqualTo(timeline.Length.TotalSeconds - sent).Within(0.01));
    }

    [Test]
    public async Task OneHourWith30PercentOfSpeech_ClientReceivesAtMost40Percent_AndTextsHaveTheRightTimes()
    {
        Timeline timeline = new(TimeSpan.FromHours(1));
        double at = 2;
        for (int i = 0; at < 3_590; i++)
        {
            string voice = Sentences.Voices[i % 2];
            timeline.Say(voice, Sentences.All[i % Sentences.All.Length], TimeSpan.FromSeconds(at));
            double length = (timeline.Spoken[^1].End - timeline.Spoken[^1].Start).TotalSeconds;
            at += length / 0.3;
        }

        await using SpeechWorkers workers = await Pools.StartAsync(Pools.GrammarOptions);
        MeasuringClient measured = new(workers);
        List<SpeechToTextResponseUpdate> updates = await StreamAsync(measured, timeline, new() { MaximumConcurrency = 2 });

        TestContext.Out.WriteLine($"The client received {measured.Received / timeline.Length:P1} of the audio.");
        Assert.That(measured.Received / timeline.Length, Is.InRange(0.25, 0.40));
        SpeechToTextResponseUpdate[] texts = [.. updates.Where(update => update.Kind == SpeechToTextResponseUpdateKind.TextUpdated)];
        Assert.That(texts.Select(text => text.Text), Is.EqualTo(timeline.Spoken.Select(spoken => spoken.Text)));
        for (int i = 0; i < texts.Length; i++)
        {
            Assert.That(texts[i].StartTime!.Value, Is.EqualTo(timeline.Spoken[i].Start).Within(Tolerance), texts[i].Text);
            Assert.That(texts[i].EndTime!.Value, Is.EqualTo(timeline.Spoken[i].End).Within(Tolerance), texts[i].Text);
            Assert.That(SpeechWords.Of(texts[i].AdditionalProperties)[0].Start, Is.EqualTo(texts[i].StartTime!.Value), "words are on the same clock");
        }
    }

    private static ISpeechToTextClient Build(ISpeechToTextClient client, SpeechDetectionOptions? options = null) =>
        new SpeechToTextClientBuilder(client).UseVoiceActivityDetection(options).Build();

    private static async Task<List<SpeechToTextResponseUpdate>> StreamAsync(
        ISpeechToTextClient client, Timeline timeline, SpeechDetectionOptions? options = null, CancellationToken cancellationToken = default)
    {
        List<SpeechToTextResponseUpdate> updates = [];
        await foreach (SpeechToTextResponseUpdate update in Build(client, options).GetStreamingTextAsync(timeline.Open(), Utterances.Options, cancellationToken))
        {
            updates.Add(update);
        }

        return updates;
    }

    private static IEnumerable<string> TextsOf(IEnumerable<SpeechToTextResponseUpdate> updates) =>
        updates.Where(update => update.Kind == SpeechToTextResponseUpdateKind.TextUpdated).Select(update => update.Text);
}
