using System.Buffers.Binary;

namespace Cascade.Dialogue.Tests;

/// <summary>What the microphone hears: recorded speech of the golden conversation, and sounds that are none. 16 kHz mono PCM16.</summary>
internal static class Voices
{
    private static readonly byte[] Recording = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Golden", "conversation.wav"))[44..];

    /// <summary>Gets "I would like to move my appointment from Tuesday to Friday", 3.1 s without a pause of 200 ms.</summary>
    public static byte[] Sentence { get; } = Cut(4.35, 7.45);

    /// <summary>Gets the first seconds of the recording, as another speech.</summary>
    public static byte[] Other { get; } = Cut(0, 3.36);

    /// <summary>Gets "Yes.", 340 ms, with its margins.</summary>
    public static byte[] Short { get; } = Cut(8.0, 8.42);

    /// <summary>Gets the whole recording, 24 s of several voices.</summary>
    public static byte[] Conversation => Recording;

    public static byte[] Silence(double seconds) => new byte[2 * (int)(seconds * 16_000)];

    /// <summary>Gets a burst of noise as of a cough or a door.</summary>
    public static byte[] Burst(double seconds, double amplitude, int seed)
    {
        Random random = new(seed);
        byte[] burst = Silence(seconds);
        int samples = burst.Length / 2;
        for (int i = 0; i < samples; i++)
        {
            double envelope = Math.Sin(Math.PI * i / samples);
            BinaryPrimitives.WriteInt16LittleEndian(burst.AsSpan(2 * i), (short)(amplitude * short.MaxValue * envelope * ((2 * random.NextDouble()) - 1)));
        }

        return burst;
    }

    private static byte[] Cut(double from, double to) => Recording[(2 * (int)(from * 16_000))..(2 * (int)(to * 16_000))];
}
