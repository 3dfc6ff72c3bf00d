using Cascade.Inference;
using Cascade.Tests.Managed;

namespace Cascade.Tests.Trust;

/// <summary>Speech, noise and silence in turn, of any gain, without end. The same seed gives the same audio.</summary>
internal static class MixedAudio
{
    public static SpeechMix Create(float[][] speech, int seed)
    {
        Random random = new(seed);
        float[][] noise = [.. Enumerable.Range(0, 1000).Select(_ => Enumerable.Range(0, SileroNetwork.FrameSamples).Select(_ => (float)(0.2 * (random.NextDouble() - 0.5))).ToArray())];
        float[][] silence = [new float[SileroNetwork.FrameSamples]];
        return new SpeechMix([speech, speech, noise, silence], seed);
    }
}
