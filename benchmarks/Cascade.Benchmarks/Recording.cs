using Cascade.Audio;
using Cascade.Inference;

namespace Cascade.Benchmarks;

/// <summary>Audio in memory, cut to whole seconds.</summary>
internal sealed class Recording
{
    public const int SecondBytes = SampleClock.SampleRateHz * sizeof(short);

    public const int FrameBytes = SileroNetwork.FrameSamples * sizeof(short);

    private Recording(byte[] bytes) => Bytes = bytes;

    public ReadOnlyMemory<byte> Bytes { get; }

    public int Seconds => Bytes.Length / SecondBytes;

    /// <summary>Frames that are complete when so many seconds have been received.</summary>
    public static int FramesIn(int seconds) => seconds * SampleClock.SampleRateHz / SileroNetwork.FrameSamples;

    /// <exception cref="AudioFormatException">It is not a WAV file of 16 kHz mono PCM16, or shorter than a second.</exception>
    public static async Task<Recording> LoadAsync(string path)
    {
        await using AudioFile file = await AudioFile.OpenAsync(path);
        if (!file.Format.IsNative)
        {
            throw new AudioFormatException("The benchmark needs 16 kHz mono PCM16.", path, AudioFormat.Pcm16Mono16k.ToString(), file.Format.ToString());
        }

        List<byte> bytes = [];
        await foreach (ReadOnlyMemory<byte> chunk in file.Pcm.ReadChunksAsync(CancellationToken.None))
        {
            bytes.AddRange(chunk.Span);
        }

        int whole = bytes.Count / SecondBytes * SecondBytes;
        return whole > 0
            ? new Recording([.. bytes[..whole]])
            : throw new AudioFormatException("It is shorter than a second.", path, "at least a second", $"{bytes.Count} bytes");
    }

    public static Recording Silence(int seconds) => new(new byte[seconds * SecondBytes]);

    /// <summary>The bytes of a frame for one of many live streams, each of which is somewhere else in the recording.</summary>
    public ReadOnlyMemory<byte> FrameOf(int stream, int tick) => Bytes.Slice(((stream * 7) + tick) % (Bytes.Length / FrameBytes) * FrameBytes, FrameBytes);

    /// <summary>Every whole frame as the network takes it.</summary>
    public float[][] ToFrames()
    {
        float[] samples = new float[Bytes.Length / sizeof(short)];
        new AudioConverter(AudioFormat.Pcm16Mono16k).Convert(Bytes.Span, samples, out _);
        return [.. samples.Chunk(SileroNetwork.FrameSamples).Take(FramesIn(Seconds))];
    }
}
