using System.Buffers.Binary;
using Cascade.Speech.Tests.Shared;

namespace Cascade.Hosting.Realtime.Tests;

/// <summary>The sentences of the user, spoken by flite in the format of the protocol.</summary>
internal static class Utterances
{
    public const string Train = "the train leaves at seven in the morning";
    public const string Weather = "what is the weather going to be like tomorrow";
    public const string Story = "please tell me a long story";
    public const string Stop = "could you please repeat that a little slower";

    private const int FromHz = 16_000;
    private const int ToHz = 24_000;

    /// <summary>A grammar of these sentences and no others.</summary>
    public static string Grammar { get; } = $"#JSGF V1.0; grammar all; public <all> = {Train} | {Weather} | {Story} | {Stop};";

    /// <summary>Speech, PCM16 of 24 kHz, with silence behind it that ends a turn.</summary>
    public static byte[] Pcm(string text, double silenceSeconds = 1.2) => [.. Silence(0.3), .. Resample(Spoken.Pcm("rms", text)), .. Silence(silenceSeconds)];

    public static byte[] Silence(double seconds) => new byte[(int)(seconds * ToHz) * sizeof(short)];

    // Linear: the bands of speech that the recogniser listens to survive.
    private static byte[] Resample(byte[] pcm)
    {
        int samples = pcm.Length / sizeof(short);
        byte[] resampled = new byte[samples * ToHz / FromHz * sizeof(short)];
        for (int i = 0; i < resampled.Length / sizeof(short); i++)
        {
            double place = (double)i * FromHz / ToHz;
            int at = (int)place;
            short one = BinaryPrimitives.ReadInt16LittleEndian(pcm.AsSpan(at * sizeof(short)));
            short other = at + 1 < samples ? BinaryPrimitives.ReadInt16LittleEndian(pcm.AsSpan((at + 1) * sizeof(short))) : one;
            BinaryPrimitives.WriteInt16LittleEndian(resampled.AsSpan(i * sizeof(short)), (short)(one + ((other - one) * (place - at))));
        }

        return resampled;
    }
}
