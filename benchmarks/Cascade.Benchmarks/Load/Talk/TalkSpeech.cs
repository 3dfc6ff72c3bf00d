using System.Runtime.InteropServices;
using System.Text;
using Cascade.Speech.Tests.Shared;
using Concentus.Enums;
using Concentus.Structs;

namespace Cascade.Benchmarks.Load.Talk;

/// <summary>An utterance as the messages that carry it, made once for all clients.</summary>
internal sealed class TalkSpeech
{
    public const int RateHz = 24_000;

    private const int Audible = 200; // of 32,767
    private const int SourceRateHz = 16_000;

    private const int PacketSamples = RateHz / 50;

    private TalkSpeech(byte[][] messages, byte[] silence, int lastAudible) => (Messages, Silence, LastAudible) = (messages, silence, lastAudible);

    /// <summary>The message that asks for Opus both ways.</summary>
    public static byte[] AskForOpus { get; } = """{"type":"session.update","session":{"audio":{"input":{"format":{"type":"audio/opus"}},"output":{"format":{"type":"audio/opus"}}}}}"""u8.ToArray();

    /// <summary>The length of the audio in a message.</summary>
    public static TimeSpan Step { get; } = TimeSpan.FromMilliseconds(40);

    /// <summary>The message for a step without speech.</summary>
    public byte[] Silence { get; }

    public byte[][] Messages { get; }

    /// <summary>The message with the last audible sample.</summary>
    public int LastAudible { get; }

    private static int StepBytes => (int)(RateHz * Step.TotalSeconds) * sizeof(short);

    /// <summary>All sentences, each by two voices.</summary>
    public static TalkSpeech[] SpeakAll(bool isOpus) => [.. Sentences.All.SelectMany(sentence => new[] { Speak("slt", sentence, isOpus), Speak("rms", sentence, isOpus) })];

    /// <summary>Speaks a sentence. Each message has a whole step: by their count a client finds the place from which on a server needs audio again.</summary>
    public static TalkSpeech Speak(string voice, string text, bool isOpus)
    {
        byte[] source = Spoken.Pcm(voice, text);
        int samples = source.Length / sizeof(short) * RateHz / SourceRateHz;
        byte[] pcm = new byte[((samples * sizeof(short)) + StepBytes - 1) / StepBytes * StepBytes];
        int last = 0;
        for (int i = 0; i < samples; i++)
        {
            double place = (double)i * SourceRateHz / RateHz;
            int at = (int)place;
            short one = BitConverter.ToInt16(source, at * sizeof(short));
            short other = (at + 2) * sizeof(short) <= source.Length ? BitConverter.ToInt16(source, (at + 1) * sizeof(short)) : one;
            short sample = (short)(one + ((other - one) * (place - at)));
            BitConverter.TryWriteBytes(pcm.AsSpan(i * sizeof(short)), sample);
            last = Math.Abs((int)sample) >= Audible ? i : last;
        }

        byte[][] steps = [.. pcm.Chunk(StepBytes), new byte[StepBytes], new byte[StepBytes]]; // the last is of an encoder that has come to rest
#pragma warning disable CS0618 // the factory that replaces it looks for native libraries
        using OpusEncoder encoder = new(RateHz, 1, OpusApplication.OPUS_APPLICATION_VOIP) { Bitrate = 20_000 };
#pragma warning restore CS0618
        byte[][] messages = [.. steps.Select(step => Message(isOpus ? Encode(encoder, step) : step))];
        return new TalkSpeech(messages[..^2], messages[^1], last * sizeof(short) / StepBytes);
    }

    private static byte[] Message(byte[] pcm) => Encoding.ASCII.GetBytes($$"""{"type":"input_audio_buffer.append","audio":"{{Convert.ToBase64String(pcm)}}"}""");

    // Packets of 20 ms, each behind its length.
    private static byte[] Encode(OpusEncoder encoder, byte[] pcm)
    {
        List<byte> packets = [];
        byte[] packet = new byte[1_275];
        short[] samples = new short[((pcm.Length / sizeof(short) / PacketSamples) + 1) * PacketSamples];
        MemoryMarshal.Cast<byte, short>(pcm).CopyTo(samples);
        for (int at = 0; at * sizeof(short) < pcm.Length; at += PacketSamples)
        {
            int length = encoder.Encode(samples.AsSpan(at, PacketSamples), PacketSamples, packet, packet.Length);
            packets.AddRange([(byte)(length >> 8), (byte)length, .. packet.AsSpan(0, length)]);
        }

        return [.. packets];
    }
}
