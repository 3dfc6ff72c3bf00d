using System.ClientModel;
using System.Runtime.InteropServices;
using System.Text.Json;
using OpenAI;
using OpenAI.Audio;

namespace Cascade.Hosting.Realtime.Tests;

/// <summary>Audio as Opus both ways, an extension.</summary>
internal sealed class OpusTests
{
    private const string Extended = "?model=cascade&extensions=cascade";
    private const string Ask = """{ "type": "session.update", "session": { "audio": { "input": { "format": { "type": "audio/opus" }, "transcription": { "model": "any" } }, "output": { "format": { "type": "audio/opus" } } } } }""";

    [Test]
    public async Task SpokenTurn_IsUnderstoodBothWays()
    {
        using RawClient client = await RawClient.ConnectAsync(Shared.Server.Address, Extended);
        await client.SendAsync(Ask);
        (JsonElement updated, _) = await client.WaitAsync("session.updated");
        byte[] pcm = Utterances.Pcm(Utterances.Train);
        int sent = 0;
        foreach (byte[][] packets in OpusAudio.Encode(pcm).Chunk(2))
        {
            byte[] audio = [.. packets.SelectMany(packet => packet)];
            await client.AppendAsync(audio);
            sent += audio.Length;
        }

        (JsonElement heard, _) = await client.WaitAsync("conversation.item.input_audio_transcription.completed");
        (JsonElement said, _) = await client.WaitAsync("response.output_audio_transcript.done");
        await client.WaitAsync("response.done");
        byte[] answer = [.. client.Inbox.All.Where(e => RawClient.TypeOf(e) == "response.output_audio.delta").SelectMany(e => Convert.FromBase64String(e.RootElement.GetProperty("delta").GetString()!))];
        short[] samples = OpusAudio.Decode(answer);

        OpenAIClient http = new(new ApiKeyCredential("any"), new OpenAIClientOptions { Endpoint = new Uri(Shared.Server.Address, "/v1") });
        AudioClient audioClient = http.GetAudioClient("any");
        string text = said.GetProperty("transcript").GetString()!;
        BinaryData same = await audioClient.GenerateSpeechAsync(text, GeneratedSpeechVoice.Alloy, new SpeechGenerationOptions { ResponseFormat = GeneratedSpeechFormat.Pcm });
        (JsonElement words, _) = await client.WaitAsync("cascade.words");
        int echo = (int)(words.GetProperty("words")[2].GetProperty("start_ms").GetDouble() * 24); // behind "You said", which the recogniser's grammar has not
        byte[] wav = WavFile.ToArray(MemoryMarshal.AsBytes<short>([.. samples[echo..], .. new short[12_000]]), new AudioFormat(24_000));
        AudioTranscription understood = await audioClient.TranscribeAudioAsync(new MemoryStream(wav), "answer.wav");
        double seconds = samples.Length / 24_000.0;
        TestContext.Out.WriteLine($"sent {sent * 8 / (pcm.Length / 2 / 24_000.0) / 1000:0} kbit/s, received {answer.Length * 8 / seconds / 1000:0} kbit/s of packets");
        Assert.Multiple(() =>
        {
            Assert.That(updated.GetProperty("session").GetProperty("audio").GetProperty("output").GetProperty("format").GetProperty("type").GetString(), Is.EqualTo("audio/opus"));
            Assert.That(heard.GetProperty("transcript").GetString(), Is.EqualTo(Utterances.Train));
            Assert.That(text, Is.EqualTo($"You said: {Utterances.Train}."));
            Assert.That(seconds - (same.ToMemory().Length / 2 / 24_000.0), Is.InRange(0.006, 0.03), "seconds beyond those of the voice: the encoder's delay, and the end of the last packet");
            Assert.That(understood.Text, Is.EqualTo(Utterances.Train), "of the answer");
        });
    }

    [Test]
    public async Task BadPackets_AreToldAndTheSessionGoesOn()
    {
        using RawClient client = await RawClient.ConnectAsync(Shared.Server.Address, Extended);
        await client.SendAsync(Ask);
        byte[] good = OpusAudio.Encode(Utterances.Silence(0.02)).Single();
        byte[] noPacket = OpusAudio.Frame(3, 0); // several frames, and their number is 0
        (byte[] Audio, string Found)[] wrong =
        [
            (good[..^1], $"found the length {good.Length - 2}, and {good.Length - 3} bytes behind it at byte 0"),
            ([.. good, 7], $"found 1 byte at byte {good.Length}"),
            ([.. good, 0xFF, 0xFF], "found the length 65535, and 0 bytes behind it"),
            ([.. good, .. noPacket, .. good], "found 1 of 3 that cannot be decoded"),
        ];
        int next = 0;
        foreach ((byte[] audio, string found) in wrong)
        {
            await client.AppendAsync(audio);
            (JsonElement error, next) = await client.WaitAsync("error", next);
            Assert.That(error.GetProperty("error").GetProperty("code").GetString(), Is.EqualTo("invalid_value"));
            Assert.That(error.GetProperty("error").GetProperty("message").GetString(), Does.Contain("Expected Opus packets").And.Contain(found));
        }

        await client.AppendAsync([.. good, .. OpusAudio.Frame(), .. good]); // one that is known to be lost
        await client.SendAsync("""{ "type": "input_audio_buffer.clear" }""");
        await client.WaitAsync("input_audio_buffer.cleared", next);
        Assert.That(client.Inbox.All.Count(e => RawClient.TypeOf(e) == "error"), Is.EqualTo(wrong.Length));
    }

    [Test]
    public async Task ClientWithoutTheExtension_IsRefusedAndTheSessionGoesOn()
    {
        using RawClient client = await RawClient.ConnectAsync(Shared.Server.Address);
        await client.SendAsync(Ask);
        (JsonElement error, int next) = await client.WaitAsync("error");
        await client.SendAsync("""{ "type": "session.update", "session": { "instructions": "go on" } }""");
        (JsonElement updated, _) = await client.WaitAsync("session.updated", next);
        Assert.Multiple(() =>
        {
            Assert.That(error.GetProperty("error").GetProperty("message").GetString(), Does.Contain("extensions=cascade").And.Contain("audio/pcm"));
            Assert.That(updated.GetProperty("session").GetProperty("audio").GetProperty("input").GetProperty("format").GetProperty("type").GetString(), Is.EqualTo("audio/pcm"));
        });
    }

    [Test]
    public async Task TinyPacketsOfLongAudio_AreTooFast()
    {
        await using TalkServer server = await TalkServer.StartAsync(limits => limits.InputBurst = TimeSpan.FromSeconds(2));
        using RawClient client = await RawClient.ConnectAsync(server.Address, Extended);
        await client.SendAsync(Ask);
        byte[] packet = OpusAudio.Frame((12 << 3) | 3, 6); // six frames of 20 ms without content
        await client.AppendAsync([.. Enumerable.Repeat(packet, 1_000).SelectMany(one => one)]);
        (JsonElement error, _) = await client.WaitAsync("error");
        Assert.That(error.GetProperty("error").GetProperty("code").GetString(), Is.EqualTo("too_fast"));
    }
}
