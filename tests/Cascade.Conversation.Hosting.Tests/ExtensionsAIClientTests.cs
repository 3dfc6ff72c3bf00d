using System.ClientModel;
using Microsoft.Extensions.AI;
using OpenAI.Realtime;
using RealtimeConversationItem = Microsoft.Extensions.AI.RealtimeConversationItem;
using RealtimeSessionOptions = Microsoft.Extensions.AI.RealtimeSessionOptions;
using RealtimeResponseStatus = Microsoft.Extensions.AI.RealtimeResponseStatus;

namespace Cascade.Hosting.Realtime.Tests;

/// <summary>Microsoft.Extensions.AI's client of the protocol, as it comes, talks with the server.</summary>
internal sealed class ExtensionsAIClientTests
{
    [Test]
    public async Task PushToTalkAndFunction_AnswerIsSpoken()
    {
        using OpenAIRealtimeClient client = new(new RealtimeClient(new ApiKeyCredential("any"), new RealtimeClientOptions { Endpoint = new Uri(Shared.Server.Address, "/v1") }), "cascade");
        await using IRealtimeClientSession session = await client.CreateSessionAsync(new RealtimeSessionOptions
        {
            Instructions = "Be brief.",
            OutputModalities = ["audio"],
            TranscriptionOptions = new TranscriptionOptions { ModelId = "any" },
            VoiceActivityDetection = new VoiceActivityDetectionOptions { Enabled = false },
            Tools = [AIFunctionFactory.Create((string day) => "cloudy", "get_weather")],
        });
        Inbox<RealtimeServerMessage> inbox = new(session.GetStreamingResponseAsync(), Describe);
        await session.SendAsync(new InputAudioBufferAppendRealtimeClientMessage(new DataContent(Utterances.Pcm(Utterances.Weather, 0.2), "audio/pcm")));
        await session.SendAsync(new InputAudioBufferCommitRealtimeClientMessage());
        await session.SendAsync(new CreateResponseRealtimeClientMessage());
        (InputAudioTranscriptionRealtimeServerMessage heard, _) =
            await inbox.WaitAsync<InputAudioTranscriptionRealtimeServerMessage>(predicate: message => message.Type == RealtimeServerMessageType.InputAudioTranscriptionCompleted);
        (ResponseOutputItemRealtimeServerMessage called, _) =
            await inbox.WaitAsync<ResponseOutputItemRealtimeServerMessage>(predicate: message => message.Type == RealtimeServerMessageType.ResponseOutputItemDone);
        FunctionCallContent call = called.Item!.Contents.OfType<FunctionCallContent>().Single();
        (_, int next) = await inbox.WaitAsync<ResponseCreatedRealtimeServerMessage>(predicate: message => message.Type == RealtimeServerMessageType.ResponseDone);
        await session.SendAsync(new CreateConversationItemRealtimeClientMessage(new RealtimeConversationItem([new FunctionResultContent(call.CallId, "cloudy")])));
        await session.SendAsync(new CreateResponseRealtimeClientMessage());
        (OutputTextAudioRealtimeServerMessage text, _) =
            await inbox.WaitAsync<OutputTextAudioRealtimeServerMessage>(next, message => message.Type == RealtimeServerMessageType.OutputAudioTranscriptionDone);
        (ResponseCreatedRealtimeServerMessage done, _) = await inbox.WaitAsync<ResponseCreatedRealtimeServerMessage>(next, message => message.Type == RealtimeServerMessageType.ResponseDone);
        int audio = inbox.All.OfType<OutputTextAudioRealtimeServerMessage>().Where(message => message.Type == RealtimeServerMessageType.OutputAudioDelta).Sum(message => Convert.FromBase64String(message.Audio!).Length);
        Assert.Multiple(() =>
        {
            Assert.That(heard.Transcription, Is.EqualTo(Utterances.Weather));
            Assert.That(call.Name, Is.EqualTo("get_weather"));
            Assert.That(call.Arguments!["day"]?.ToString(), Is.EqualTo("tomorrow"));
            Assert.That(text.Text, Does.Contain("cloudy"));
            Assert.That(done.Status, Is.EqualTo(RealtimeResponseStatus.Completed));
            Assert.That(done.Usage!.TotalTokenCount, Is.EqualTo(18));
            Assert.That(audio / 2 / 24_000.0, Is.EqualTo(1.7).Within(1), "seconds of audio");
        });
    }

    private static string Describe(RealtimeServerMessage message) => message is ErrorRealtimeServerMessage error ? $"error({error.Error?.Message})" : message.Type.Value;
}
