using Cascade.Inference;

namespace Cascade.Tests.Managed;

/// <summary>Audio as the engines take it.</summary>
internal static class Frames
{
    /// <summary>The whole frames of a recording.</summary>
    public static float[][] Of(Recording recording)
    {
        float[] samples = new float[recording.Samples];
        for (int i = 0; i < samples.Length; i++)
        {
            samples[i] = BitConverter.ToInt16(recording.Audio, 2 * i) / 32768f;
        }

        return Of(samples);
    }

    /// <summary>The whole frames of some samples.</summary>
    public static float[][] Of(float[] samples) => [.. samples.Chunk(SileroNetwork.FrameSamples).Where(frame => frame.Length == SileroNetwork.FrameSamples)];

    /// <summary>The same, louder or quieter.</summary>
    public static float[][] Scaled(float[][] frames, float gain) => Array.ConvertAll(frames, frame => Array.ConvertAll(frame, sample => sample * gain));
}
