namespace Cascade.Cli.Bench;

/// <summary>Which frame a stream hears.</summary>
internal static class BenchFrame
{
    private const int Apart = 7; // frames: every stream is somewhere else in the signal

    public static ReadOnlyMemory<byte> Of(byte[] audio, int stream, int tick)
    {
        int frames = audio.Length / BenchSignal.FrameBytes;
        return audio.AsMemory((int)((((long)stream * Apart) + tick) % frames) * BenchSignal.FrameBytes, BenchSignal.FrameBytes);
    }
}
