using System.ClientModel;
using System.Net;
using System.Net.Http.Json;
using Cascade.Speech.Tests.Shared;
using OpenAI;
using OpenAI.Audio;
using OpenAI.Realtime;

namespace Cascade.Hosting.Realtime.Tests;

/// <summary>The plain endpoints, by the OpenAI package for .NET.</summary>
internal sealed class HttpTests
{
    [Test]
    public async Task SpokenText_IsRecognisedAgain()
    {
        AudioClient client = Client(Shared.Server).GetAudioClient("any");
        BinaryData wav = await client.GenerateSpeechAsync(Utterances.Train, GeneratedSpeechVoice.Alloy, new SpeechGenerationOptions { ResponseFormat = GeneratedSpeechFormat.Wav });
        BinaryData pcm = await client.GenerateSpeechAsync(Utterances.Train, GeneratedSpeechVoice.Alloy, new SpeechGenerationOptions { ResponseFormat = GeneratedSpeechFormat.Pcm });
        AudioTranscription heard = await client.TranscribeAudioAsync(new MemoryStream(Spoken.Wav("rms", Utterances.Train)), "speech.wav");
        Assert.Multiple(() =>
        {
            Assert.That(wav.ToArray().AsSpan(0, 4).ToArray(), Is.EqualTo("RIFF"u8.ToArray()));
            Assert.That(pcm.ToMemory().Length / 2 / 24_000.0, Is.EqualTo((wav.ToMemory().Length - 44) / 2 / 16_000.0).Within(0.01), "seconds");
            Assert.That(heard.Text, Is.EqualTo(Utterances.Train));
        });
    }

    [Test]
    public async Task NotServed_IsRefusedWithTheReason()
    {
        AudioClient client = Client(Shared.Server).GetAudioClient("any");
        ClientResultException mp3 = (await Assert.ThrowsAsync<ClientResultException>(() => client.GenerateSpeechAsync("hello", GeneratedSpeechVoice.Alloy, new SpeechGenerationOptions { ResponseFormat = GeneratedSpeechFormat.Mp3 })))!;
        ClientResultException noise = (await Assert.ThrowsAsync<ClientResultException>(() => client.TranscribeAudioAsync(new MemoryStream("no audio at all, but text"u8.ToArray()), "speech.wav")))!;
        using HttpClient http = new();
        HttpResponseMessage empty = await http.PostAsJsonAsync(new Uri(Shared.Server.Address, "/v1/audio/speech"), new { model = "any", voice = "alloy" });
        Assert.Multiple(async () =>
        {
            Assert.That(mp3.Status, Is.EqualTo(400));
            Assert.That(mp3.Message, Does.Contain("response_format").And.Contain("wav or pcm"));
            Assert.That(noise.Status, Is.EqualTo(400));
            Assert.That(empty.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
            Assert.That(await empty.Content.ReadAsStringAsync(), Does.Contain("missing_required_parameter").And.Contain("\"input\""));
        });
    }

    [Test]
    public async Task ClientSecret_BeginsASessionWithItsSettings()
    {
        await using TalkServer server = await TalkServer.StartAsync(limits => limits.Token = "the token of the server");
        RealtimeClient owner = new(new ApiKeyCredential("the token of the server"), new RealtimeClientOptions { Endpoint = new Uri(server.Address, "/v1") });
        CreateClientSecretResult made = await owner.CreateRealtimeClientSecretAsync(new CreateClientSecretOptions { SessionOptions = new RealtimeConversationSessionOptions { Instructions = "Speak of trains only." } });
        RealtimeClient page = new(new ApiKeyCredential(made.Value), new RealtimeClientOptions { Endpoint = new Uri(server.Address, "/v1") });
        using RealtimeSessionClient session = await page.StartConversationSessionAsync("cascade", new RealtimeSessionClientOptions());
        Inbox<RealtimeServerUpdate> inbox = new(session.ReceiveUpdatesAsync(), update => update.Kind.ToString());
        (RealtimeServerUpdateSessionCreated created, _) = await inbox.WaitAsync<RealtimeServerUpdateSessionCreated>();
        RealtimeClient stranger = new(new ApiKeyCredential("wrong"), new RealtimeClientOptions { Endpoint = new Uri(server.Address, "/v1") });
        ClientResultException refused = (await Assert.ThrowsAsync<ClientResultException>(() => stranger.CreateRealtimeClientSecretAsync(new CreateClientSecretOptions())))!;
        Exception? notConnected = await Assert.CatchAsync(() => stranger.StartConversationSessionAsync("cascade", new RealtimeSessionClientOptions()));
        Assert.Multiple(() =>
        {
            Assert.That(made.Value, Does.StartWith("ek_"));
            Assert.That(((RealtimeConversationSession)created.Session).Instructions, Is.EqualTo("Speak of trains only."));
            Assert.That(refused.Status, Is.EqualTo(401));
            Assert.That(notConnected!.Message, Does.Contain("401"));
        });
    }

    private static OpenAIClient Client(TalkServer server) => new(new ApiKeyCredential("any"), new OpenAIClientOptions { Endpoint = new Uri(server.Address, "/v1") });
}
