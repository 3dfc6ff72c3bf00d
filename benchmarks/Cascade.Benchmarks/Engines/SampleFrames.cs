using Cascade.Inference;

namespace Cascade.Benchmarks.Engines;

/// <summary>Input for timing: tones in noise, repeatable. What the network computes does not depend on what it hears.</summary>
internal static class SampleFrames
{
    public static float[][] Create(int count)
    {
        Random random = new(1);
        float[][] frames = new float[count][];
        for (int frame = 0; frame < count; frame++)
        {
            frames[frame] = new float[SileroNetwork.FrameSamples];
            for (int i = 0; i < frames[frame].Length; i++)
            {
                frames[frame][i] = (float)((0.3 * Math.Sin((0.01 + (0.002 * frame)) * i)) + (0.1 * (random.NextDouble() - 0.5)));
            }
        }

        return frames;
    }
}
