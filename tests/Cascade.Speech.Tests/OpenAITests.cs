using System.ClientModel;
using Cascade.Speech.Tests.Support;
using Microsoft.Extensions.AI;

namespace Cascade.Speech.Tests;

/// <summary>OpenAI's own client, with voice activity detection in front, against a server of the same protocol.</summary>
internal sealed class OpenAITests
{
    private OpenAIServer _server;

    [SetUp]
    public async Task StartAsync() => _server = await OpenAIServer.StartAsync();

    [TearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [TestCase("whisper-1")]
    [TestCase("gpt-4o-mini-transcribe")]
    public async Task Transcription_StreamingOrNot_GivesTextsOfTheUtterancesOnly(string model)
    {
        Timeline timeline = Timeline.Short();
        using ISpeechToTextClient client = Build(model);
        string[] streamed = [.. await TextsAsync(client, timeline)];
        SpeechToTextResponse whole = await client.GetTextAsync(timeline.Open(), Utterances.Options);
        Assert.That(streamed, Is.EqualTo(_server.Received.Take(3).Select(length => $"{length}")));
        Assert.That(whole.Text, Is.EqualTo(string.Join(' ', streamed)));
        Assert.That(_server.Received.Take(3).Sum(), Is.LessThan(timeline.Length.TotalMilliseconds * 0.8), "no silence is sent");
    }

    [Test]
    public async Task ServerError_IsTheClientsOwnException()
    {
        _server.Moods.Enqueue(ServerMood.Error);
        using ISpeechToTextClient client = Build("whisper-1");
        ClientResultException fault = (await Assert.ThrowsAsync<ClientResultException>(() => client.GetTextAsync(Timeline.Short().Open(), Utterances.Options)))!;
        Assert.That(fault.Status, Is.EqualTo(500));
    }

    [Test]
    public async Task SlowServer_CancellationEndsTheCall()
    {
        _server.Moods.Enqueue(ServerMood.Slow);
        using ISpeechToTextClient client = Build("gpt-4o-mini-transcribe");
        using CancellationTokenSource cancellation = new();
        Task<List<string>> reading = TextsAsync(client, Timeline.Short(), cancellation.Token);
        await Waiting.UntilAsync(() => !_server.Received.IsEmpty, "the server was asked");
        await cancellation.CancelAsync();
        await Assert.ThatAsync(() => reading, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task CutConnection_WithReports_IsAnErrorAndTheStreamGoesOn()
    {
        _server.Moods.Enqueue(ServerMood.Cut);
        using ISpeechToTextClient client = Build("gpt-4o-mini-transcribe", new() { ReportsErrors = true });
        List<SpeechToTextResponseUpdate> updates = [];
        await foreach (SpeechToTextResponseUpdate update in client.GetStreamingTextAsync(Timeline.Short().Open(), Utterances.Options))
        {
            updates.Add(update);
        }

        Assert.That(updates.Count(update => update.Kind == SpeechToTextResponseUpdateKind.Error), Is.EqualTo(1));
        Assert.That(
            updates.SkipWhile(update => update.Kind != SpeechToTextResponseUpdateKind.Error).Count(update => update.Kind == SpeechToTextResponseUpdateKind.TextUpdated),
            Is.EqualTo(2),
            "the utterances behind; of the one that was cut, text may have come before");
    }

    private ISpeechToTextClient Build(string model, SpeechDetectionOptions? options = null) =>
        new SpeechToTextClientBuilder(_server.CreateClient(model)).UseVoiceActivityDetection(options).Build();

    private static async Task<List<string>> TextsAsync(ISpeechToTextClient client, Timeline timeline, CancellationToken cancellationToken = default)
    {
        List<string> texts = [];
        await foreach (SpeechToTextResponseUpdate update in client.GetStreamingTextAsync(timeline.Open(), Utterances.Options, cancellationToken))
        {
            if (update.Kind == SpeechToTextResponseUpdateKind.TextUpdated)
            {
                texts.Add(update.Text);
            }
        }

        return texts;
    }
}
