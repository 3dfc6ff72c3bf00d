using System.Text;
using Cascade.Speech.Tests.Shared;

namespace Cascade.Benchmarks.Load.Talk;

/// <summary>An utterance as the messages that carry it, made once for all clients.</summary>
internal sealed class TalkSpeech
{
    public const int RateHz = 24_000;

    private const int Audible = 200; // of 32,767
    private const int SourceRateHz = 16_000;

    private TalkSpeech(byte[][] messages, int lastAudible) => (Messages, LastAudible) = (messages, lastAudible);

    /// <summary>The length of the audio in a message.</summary>
    public static TimeSpan Step { get; } = TimeSpan.FromMilliseconds(40);

    public static byte[] Silence { get; } = Message(new byte[StepBytes]);

    public byte[][] Messages { get; }

    /// <summary>The message with the last audible sample.</summary>
    public int LastAudible { get; }

    private static int StepBytes => (int)(RateHz * Step.TotalSeconds) * sizeof(short);

    public static TalkSpeech Speak(string voice, string text)
    {
        byte[] source = Spoken.Pcm(voice, text);
        byte[] pcm = new byte[source.Length / sizeof(short) * RateHz / SourceRateHz * sizeof(short)];
        int last = 0;
        for (int i = 0; i < pcm.Length / sizeof(short); i++)
        {
            double place = (double)i * SourceRateHz / RateHz;
            int at = (int)place;
            short one = BitConverter.ToInt16(source, at * sizeof(short));
            short other = (at + 2) * sizeof(short) <= source.Length ? BitConverter.ToInt16(source, (at + 1) * sizeof(short)) : one;
            short sample = (short)(one + ((other - one) * (place - at)));
            BitConverter.TryWriteBytes(pcm.AsSpan(i * sizeof(short)), sample);
            last = Math.Abs((int)sample) >= Audible ? i : last;
        }

        return new TalkSpeech([.. pcm.Chunk(StepBytes).Select(Message)], last * sizeof(short) / StepBytes);
    }

    private static byte[] Message(byte[] pcm) => Encoding.ASCII.GetBytes($$"""{"type":"input_audio_buffer.append","audio":"{{Convert.ToBase64String(pcm)}}"}""");
}
