using System.Runtime.InteropServices;
using Cascade.Hosting.Wire;
using Concentus;
using Concentus.Enums;

namespace Cascade.Hosting.Tests;

/// <summary>A client that sends Opus packets, one a message.</summary>
[Parallelizable]
internal sealed class OpusTests
{
    private const int PacketSamples = 320; // 20 ms
    private const string Start = """{ "type": "start", "format": { "encoding": "opus" }, "segmentAudio": "binary" }""";

    private static readonly Lazy<List<byte[]>> Packets = new(Encode);

    [TestCase(false)]
    [TestCase(true)]
    public async Task Packets_GiveTheEventsOfTheirSamples(bool batch)
    {
        await using TestServer server = await TestServer.StartAsync(o =>
        {
            o.Batch = batch;
            o.BatchInterval = TimeSpan.FromMilliseconds(1);
        });
        using TestClient client = await server.StartSessionAsync(Start);
        await AssertEventsAsync(client, Packets.Value);
    }

    [Test]
    public async Task EmptyMessage_IsALostPacketAndTimeGoesOn()
    {
        await using TestServer server = await TestServer.StartAsync();
        using TestClient client = await server.StartSessionAsync(Start);
        await AssertEventsAsync(client, [.. Packets.Value.Select((packet, i) => i % 10 == 7 ? [] : packet)]);
    }

    [TestCase("sampleRate", 48_000)]
    [TestCase("channels", 2)]
    [TestCase("channel", 0)]
    public async Task FormatThatOpusTellsItself_IsRefused(string property, int value)
    {
        await using TestServer server = await TestServer.StartAsync();
        using TestClient client = await TestClient.ConnectAsync(server.Address);
        await client.SendAsync($$"""{ "type": "start", "format": { "encoding": "opus", "{{property}}": {{value}} } }""");
        Assert.That((await client.ExpectAsync<ErrorMessage>()).Code, Is.EqualTo(ErrorCode.UnsupportedFormat));
    }

    [Test]
    public async Task PacketThatIsTooLong_EndsTheSession()
    {
        await using TestServer server = await TestServer.StartAsync();
        using TestClient client = await server.StartSessionAsync(Start);
        await client.ExpectAsync<ReadyMessage>();
        await client.SendAsync(new byte[Protocol.MaxOpusBytes + 1]);
        Assert.That((await client.ExpectAsync<ErrorMessage>()).Code, Is.EqualTo(ErrorCode.MessageTooBig));
    }

    private static async Task AssertEventsAsync(TestClient client, List<byte[]> packets)
    {
        foreach (byte[] packet in packets)
        {
            await client.SendAsync(packet);
        }

        await client.SendAsync("""{ "type": "stop" }""");
        OpusPacketDecoder decoder = new();
        byte[] samples = [.. packets.SelectMany(packet => decoder.Decode(new OpusPacket(packet)).ToArray())];
        List<string> expected = Expected.Events(await Recording.ResultsAsync(samples));
        Assert.That(samples, Has.Length.EqualTo(packets.Count * PacketSamples * sizeof(short)));
        Assert.That(expected, Is.Not.Empty);
        Assert.That(Expected.Events(await client.ToEndAsync()), Is.EqualTo(expected));
    }

    private static List<byte[]> Encode()
    {
        short[] samples = MemoryMarshal.Cast<byte, short>(Recording.Conversation).ToArray();
        using IOpusEncoder encoder = OpusCodecFactory.CreateEncoder(16_000, 1, OpusApplication.OPUS_APPLICATION_VOIP);
        List<byte[]> packets = [];
        byte[] packet = new byte[1_500];
        for (int at = 0; at + PacketSamples <= samples.Length; at += PacketSamples)
        {
            packets.Add(packet[..encoder.Encode(samples.AsSpan(at, PacketSamples), PacketSamples, packet, packet.Length)]);
        }

        return packets;
    }
}
