using System.ClientModel;
using Microsoft.Extensions.AI;
using OpenAI.Realtime;
using RealtimeResponseStatus = OpenAI.Realtime.RealtimeResponseStatus;

namespace Cascade.Hosting.Realtime.Tests;

/// <summary>The OpenAI package for .NET, as it comes, talks with the server.</summary>
internal sealed class OpenAIClientTests
{
    private static readonly string[] WholeTurn =
    [
        "input_audio_buffer.speech_started", "input_audio_buffer.speech_stopped", "input_audio_buffer.committed", "conversation.item.added", "conversation.item.done",
        "conversation.item.input_audio_transcription.delta", "conversation.item.input_audio_transcription.completed", "response.created", "response.output_item.added", "conversation.item.added",
        "response.content_part.added", "response.output_audio_transcript.delta", "response.output_audio.delta", "response.output_audio.done", "response.output_audio_transcript.done",
        "response.content_part.done", "response.output_item.done", "conversation.item.done", "response.done",
    ];

    [Test]
    public async Task SpokenTurn_TranscriptTextAndAudioComeInOrder()
    {
        using RealtimeSessionClient client = await ConnectAsync();
        Inbox<RealtimeServerUpdate> inbox = Read(client);
        await client.ConfigureConversationSessionAsync(Options());
        (RealtimeServerUpdateSessionUpdated updated, _) = await inbox.WaitAsync<RealtimeServerUpdateSessionUpdated>();
        await SpeakAsync(client, Utterances.Train);
        (RealtimeServerUpdateConversationItemInputAudioTranscriptionCompleted heard, _) = await inbox.WaitAsync<RealtimeServerUpdateConversationItemInputAudioTranscriptionCompleted>();
        (RealtimeServerUpdateResponseDone done, _) = await inbox.WaitAsync<RealtimeServerUpdateResponseDone>();
        RealtimeServerUpdate[] all = inbox.All;
        byte[] audio = [.. all.OfType<RealtimeServerUpdateResponseOutputAudioDelta>().SelectMany(delta => delta.Delta.ToArray())];
        string[] kinds = [.. all.Select(update => update.Kind.ToString()).Where(kind => kind is not ("session.created" or "session.updated"))];
        Assert.Multiple(() =>
        {
            Assert.That(((RealtimeConversationSession)updated.Session).Instructions, Is.EqualTo("Be brief."));
            Assert.That(heard.Transcript, Is.EqualTo(Utterances.Train));
            Assert.That(((RealtimeTranscriptionDurationUsage)heard.Usage).Duration.TotalSeconds, Is.EqualTo(2.5).Within(1.5));
            Assert.That(done.Response.Status, Is.EqualTo(RealtimeResponseStatus.Completed));
            Assert.That(done.Response.Usage.TotalTokenCount, Is.EqualTo(18));
            Assert.That(all.OfType<RealtimeServerUpdateResponseOutputAudioTranscriptDone>().Single().Transcript, Is.EqualTo($"You said: {Utterances.Train}."));
            Assert.That(audio.Length / 2 / 24_000.0, Is.EqualTo(3.5).Within(1.5), "seconds of audio");
            Assert.That(audio.Max(), Is.GreaterThan(0));
            Assert.That(Distinct(kinds), Is.EqualTo(WholeTurn));
            Assert.That(Shared.Server.Model.Asked.Last().Messages[0].Text, Is.EqualTo("Be brief."));
        });
    }

    [Test]
    public async Task SpeechDuringAnAnswer_StopsIt()
    {
        using RealtimeSessionClient client = await ConnectAsync();
        Inbox<RealtimeServerUpdate> inbox = Read(client);
        await client.ConfigureConversationSessionAsync(Options());
        await SpeakAsync(client, Utterances.Story);
        (_, int next) = await inbox.WaitAsync<RealtimeServerUpdateResponseOutputAudioDelta>();
        await SpeakAsync(client, Utterances.Stop);
        (RealtimeServerUpdateResponseDone stopped, _) = await inbox.WaitAsync<RealtimeServerUpdateResponseDone>();
        (_, next) = await inbox.WaitAsync<RealtimeServerUpdateInputAudioBufferSpeechStarted>(next);
        (RealtimeServerUpdateConversationItemInputAudioTranscriptionCompleted heard, next) = await inbox.WaitAsync<RealtimeServerUpdateConversationItemInputAudioTranscriptionCompleted>(next);
        (RealtimeServerUpdateResponseDone answered, _) = await inbox.WaitAsync<RealtimeServerUpdateResponseDone>(next);
        Assert.Multiple(() =>
        {
            Assert.That(stopped.Response.Status, Is.EqualTo(RealtimeResponseStatus.Cancelled));
            Assert.That(stopped.Response.StatusDetails.Reason.ToString(), Is.EqualTo("turn_detected"));
            Assert.That(heard.Transcript, Is.EqualTo(Utterances.Stop));
            Assert.That(answered.Response.Status, Is.EqualTo(RealtimeResponseStatus.Completed));
        });
    }

    [Test]
    public async Task CancelAndTruncate_HistoryKeepsWhatWasHeard()
    {
        using RealtimeSessionClient client = await ConnectAsync();
        Inbox<RealtimeServerUpdate> inbox = Read(client);
        await client.ConfigureConversationSessionAsync(Options());
        await SpeakAsync(client, Utterances.Story);
        (RealtimeServerUpdateResponseOutputAudioDelta delta, _) = await inbox.WaitAsync<RealtimeServerUpdateResponseOutputAudioDelta>();
        await inbox.WaitAsync<RealtimeServerUpdateResponseOutputAudioTranscriptDelta>(predicate: transcript => transcript.Delta.Contains("number 2", StringComparison.Ordinal));
        await client.CancelResponseAsync();
        (RealtimeServerUpdateResponseDone stopped, int next) = await inbox.WaitAsync<RealtimeServerUpdateResponseDone>();
        await client.TruncateItemAsync(delta.ItemId, 0, TimeSpan.FromMilliseconds(1500));
        (RealtimeServerUpdateConversationItemTruncated cut, next) = await inbox.WaitAsync<RealtimeServerUpdateConversationItemTruncated>(next);
        await client.AddItemAsync(RealtimeItem.CreateUserMessageItem("go on"));
        await client.StartResponseAsync();
        (RealtimeServerUpdateResponseDone answered, _) = await inbox.WaitAsync<RealtimeServerUpdateResponseDone>(next);
        ChatMessage[] asked = Shared.Server.Model.Asked.Last().Messages;
        string heard = asked.Last(message => message.Role == ChatRole.Assistant).Text;
        Assert.Multiple(() =>
        {
            Assert.That(stopped.Response.Status, Is.EqualTo(RealtimeResponseStatus.Cancelled));
            Assert.That(stopped.Response.StatusDetails.Reason.ToString(), Is.EqualTo("client_cancelled"));
            Assert.That(cut.AudioEndTime, Is.EqualTo(TimeSpan.FromMilliseconds(1500)));
            Assert.That(heard, Does.StartWith("This is").And.Length.LessThan(45), "1.5 s of the story");
            Assert.That(asked[^1].Text, Is.EqualTo("go on"));
            Assert.That(answered.Response.Status, Is.EqualTo(RealtimeResponseStatus.Completed));
        });
    }

    [Test]
    public async Task FunctionOfTheClient_IsCalledAndItsResultSpoken()
    {
        using RealtimeSessionClient client = await ConnectAsync();
        Inbox<RealtimeServerUpdate> inbox = Read(client);
        RealtimeConversationSessionOptions options = Options();
        options.Tools.Add(new RealtimeFunctionTool("get_weather")
        {
            FunctionDescription = "The weather of a day.",
            FunctionParameters = BinaryData.FromString("""{"type":"object","properties":{"day":{"type":"string"}}}"""),
        });
        await client.ConfigureConversationSessionAsync(options);
        await SpeakAsync(client, Utterances.Weather);
        (RealtimeServerUpdateResponseFunctionCallArgumentsDone call, _) = await inbox.WaitAsync<RealtimeServerUpdateResponseFunctionCallArgumentsDone>();
        (RealtimeServerUpdateResponseDone called, int next) = await inbox.WaitAsync<RealtimeServerUpdateResponseDone>();
        await client.AddItemAsync(RealtimeItem.CreateFunctionCallOutputItem(call.CallId, "sunny"));
        await client.StartResponseAsync();
        (RealtimeServerUpdateResponseDone done, _) = await inbox.WaitAsync<RealtimeServerUpdateResponseDone>(next);
        Assert.Multiple(() =>
        {
            Assert.That(call.FunctionName, Is.EqualTo("get_weather"));
            Assert.That(call.FunctionArguments.ToString(), Is.EqualTo("""{"day":"tomorrow"}"""));
            Assert.That(called.Response.OutputItems.Single(), Is.InstanceOf<RealtimeFunctionCallItem>());
            Assert.That(done.Response.Status, Is.EqualTo(RealtimeResponseStatus.Completed));
            Assert.That(inbox.All.OfType<RealtimeServerUpdateResponseOutputAudioTranscriptDone>().Last().Transcript, Is.EqualTo("The weather will be sunny."));
        });
    }

    [Test]
    public async Task PushToTalk_CommitAndResponseAreTheClients()
    {
        using RealtimeSessionClient client = await ConnectAsync();
        Inbox<RealtimeServerUpdate> inbox = Read(client);
        RealtimeConversationSessionOptions options = Options();
        options.AudioOptions.InputAudioOptions.DisableTurnDetection();
        options.OutputModalities.Add(RealtimeOutputModality.Text);
        await client.ConfigureConversationSessionAsync(options);
        await client.SendInputAudioAsync(BinaryData.FromBytes(Utterances.Pcm(Utterances.Train, silenceSeconds: 0.1)));
        await client.CommitPendingAudioAsync();
        await client.StartResponseAsync();
        (RealtimeServerUpdateResponseDone done, _) = await inbox.WaitAsync<RealtimeServerUpdateResponseDone>();
        await client.CommitPendingAudioAsync();
        (RealtimeServerUpdateError empty, _) = await inbox.WaitAsync<RealtimeServerUpdateError>();
        Assert.Multiple(() =>
        {
            Assert.That(done.Response.Status, Is.EqualTo(RealtimeResponseStatus.Completed));
            Assert.That(inbox.All.OfType<RealtimeServerUpdateResponseOutputTextDone>().Single().Text, Is.EqualTo($"You said: {Utterances.Train}."));
            Assert.That(inbox.All.OfType<RealtimeServerUpdateResponseOutputAudioDelta>(), Is.Empty);
            Assert.That(inbox.All.OfType<RealtimeServerUpdateInputAudioBufferSpeechStarted>(), Is.Empty);
            Assert.That(empty.Error.Code, Is.EqualTo("input_audio_buffer_commit_empty"));
        });
    }

    [Test]
    public async Task TranscriptionSession_RecognisesAndAnswersNothing()
    {
        RealtimeClient client = Client();
        using RealtimeSessionClient session = await client.StartTranscriptionSessionAsync(new RealtimeSessionClientOptions());
        Inbox<RealtimeServerUpdate> inbox = Read(session);
        await session.ConfigureTranscriptionSessionAsync(new RealtimeTranscriptionSessionOptions
        {
            AudioOptions = new() { InputAudioOptions = new() { AudioTranscriptionOptions = new() { Model = "any" } } },
        });
        await SpeakAsync(session, Utterances.Train);
        (RealtimeServerUpdateConversationItemInputAudioTranscriptionCompleted heard, int next) = await inbox.WaitAsync<RealtimeServerUpdateConversationItemInputAudioTranscriptionCompleted>();
        await session.StartResponseAsync();
        (RealtimeServerUpdateError error, _) = await inbox.WaitAsync<RealtimeServerUpdateError>(next);
        Assert.Multiple(() =>
        {
            Assert.That(heard.Transcript, Is.EqualTo(Utterances.Train));
            Assert.That(error.Error.Message, Does.Contain("transcription session"));
            Assert.That(inbox.All.OfType<RealtimeServerUpdateResponseCreated>(), Is.Empty);
        });
    }

    [Test]
    public async Task Items_AreAddedRetrievedAndDeleted()
    {
        using RealtimeSessionClient client = await ConnectAsync();
        Inbox<RealtimeServerUpdate> inbox = Read(client);
        RealtimeConversationSessionOptions options = Options();
        options.OutputModalities.Add(RealtimeOutputModality.Text);
        await client.ConfigureConversationSessionAsync(options);
        await client.AddItemAsync(RealtimeItem.CreateUserMessageItem("first"));
        (RealtimeServerUpdateConversationItemAdded first, int next) = await inbox.WaitAsync<RealtimeServerUpdateConversationItemAdded>();
        await client.AddItemAsync(RealtimeItem.CreateUserMessageItem("second"));
        (RealtimeServerUpdateConversationItemAdded second, next) = await inbox.WaitAsync<RealtimeServerUpdateConversationItemAdded>(next);
        await client.AddItemAsync(RealtimeItem.CreateUserMessageItem("between"), Id(first.Item));
        (RealtimeServerUpdateConversationItemAdded between, next) = await inbox.WaitAsync<RealtimeServerUpdateConversationItemAdded>(next);
        await client.RequestItemRetrievalAsync(Id(first.Item));
        (RealtimeServerUpdateConversationItemRetrieved retrieved, next) = await inbox.WaitAsync<RealtimeServerUpdateConversationItemRetrieved>(next);
        await client.DeleteItemAsync(Id(first.Item));
        await inbox.WaitAsync<RealtimeServerUpdateConversationItemDeleted>(next);
        await client.RequestItemRetrievalAsync(Id(first.Item));
        (RealtimeServerUpdateError unknown, next) = await inbox.WaitAsync<RealtimeServerUpdateError>(next);
        await client.StartResponseAsync();
        await inbox.WaitAsync<RealtimeServerUpdateResponseDone>(next);
        Assert.Multiple(() =>
        {
            Assert.That(second.PreviousItemId, Is.EqualTo(Id(first.Item)));
            Assert.That(between.PreviousItemId, Is.EqualTo(Id(first.Item)));
            Assert.That(((RealtimeMessageItem)retrieved.Item).Content.OfType<RealtimeInputTextMessageContentPart>().Single().Text, Is.EqualTo("first"));
            Assert.That(unknown.Error.Code, Is.EqualTo("item_not_found"));
            Assert.That(Shared.Server.Model.Asked.Last().Messages.Skip(1).Select(message => message.Text), Is.EqualTo(new[] { "between", "second" }));
        });
    }

    private static string Id(RealtimeItem item) => ((RealtimeMessageItem)item).Id;

    private static RealtimeClient Client() => new(new ApiKeyCredential("any"), new RealtimeClientOptions { Endpoint = new Uri(Shared.Server.Address, "/v1") });

    private static Task<RealtimeSessionClient> ConnectAsync() => Client().StartConversationSessionAsync("cascade", new RealtimeSessionClientOptions());

    private static Inbox<RealtimeServerUpdate> Read(RealtimeSessionClient client) => new(client.ReceiveUpdatesAsync(), Describe);

    private static string Describe(RealtimeServerUpdate update) => update is RealtimeServerUpdateError error ? $"error({error.Error.Message})" : update.Kind.ToString();

    private static RealtimeConversationSessionOptions Options() => new()
    {
        Instructions = "Be brief.",
        AudioOptions = new()
        {
            InputAudioOptions = new() { AudioTranscriptionOptions = new() { Model = "any" }, TurnDetection = new RealtimeServerVadTurnDetection { SilenceDuration = TimeSpan.FromMilliseconds(400) } },
        },
    };

    private static Task SpeakAsync(RealtimeSessionClient client, string text) => client.SendInputAudioAsync(new MemoryStream(Utterances.Pcm(text)));

    // Deltas come in any number.
    private static string[] Distinct(string[] kinds)
    {
        List<string> distinct = [];
        foreach (string kind in kinds)
        {
            if (!kind.EndsWith("output_audio.delta", StringComparison.Ordinal) && !kind.EndsWith("output_audio_transcript.delta", StringComparison.Ordinal) || !distinct.Contains(kind))
            {
                distinct.Add(kind);
            }
        }

        return [.. distinct];
    }
}
