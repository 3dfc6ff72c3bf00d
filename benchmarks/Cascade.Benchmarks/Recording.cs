using Cascade.Audio;
using Cascade.Framing;
using Cascade.Inference;

namespace Cascade.Benchmarks;

/// <summary>Audio in memory, cut to whole seconds.</summary>
internal sealed class Recording
{
    public const int SecondBytes = SampleClock.SampleRateHz * Pcm16.BytesPerSample;

    private Recording(byte[] bytes) => Bytes = bytes;

    public ReadOnlyMemory<byte> Bytes { get; }

    public int Seconds => Bytes.Length / SecondBytes;

    /// <summary>Frames that are complete when so many seconds have been received.</summary>
    public static int FramesIn(int seconds) => seconds * SampleClock.SampleRateHz / SileroNetwork.FrameSamples;

    /// <exception cref="AudioFormatException">It is not a WAV file of 16 kHz mono PCM16, or shorter than a second.</exception>
    public static async Task<Recording> LoadAsync(string path)
    {
        await using WavFile file = await WavFile.OpenAsync(path, CancellationToken.None);
        List<byte> bytes = [];
        await foreach (ReadOnlyMemory<byte> chunk in file.ReadAsync(CancellationToken.None))
        {
            bytes.AddRange(chunk.Span);
        }

        int whole = bytes.Count / SecondBytes * SecondBytes;
        return whole > 0
            ? new Recording([.. bytes[..whole]])
            : throw new AudioFormatException($"'{path}' is shorter than a second.", path, "at least a second", $"{bytes.Count} bytes");
    }

    public static Recording Silence(int seconds) => new(new byte[seconds * SecondBytes]);

    /// <summary>Every whole frame as the network takes it.</summary>
    public float[][] ToFrames() =>
    [
        .. Enumerable.Range(0, FramesIn(Seconds)).Select(i =>
        {
            float[] samples = new float[SileroNetwork.FrameSamples];
            Pcm16.ToFloat(Bytes.Span.Slice(i * FrameReader.FrameBytes, FrameReader.FrameBytes), samples);
            return samples;
        }),
    ];
}
