using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Cascade.Inference.Managed.Kernels;
using Cascade.Inference.Managed.Simd;
using Cascade.Inference.ModelFile;

namespace Cascade.Inference.Managed.Layers;

/// <summary>h of 128 -> ReLU, one weighted sum, sigmoid: the probability of speech.</summary>
internal sealed class SpeechOutput<TSimd, TVector>(ConvolutionWeights weights)
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>Partial sums, whatever the width of the vectors, so that the order of the terms does not depend on it.</summary>
    private const int PartialSums = 16;

    private readonly float[] _weights = weights.Weights;
    private readonly float _bias = weights.Bias[0];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // in tier 0 each vector operation is a call
    public float Run(Span<float> hidden)
    {
        Span<float> sums = stackalloc float[PartialSums]; // 64 bytes; an array would be an allocation per frame
        ref float sum = ref MemoryMarshal.GetReference(sums);
        ref float h = ref MemoryMarshal.GetReference(hidden);
        ref float w = ref MemoryMarshal.GetArrayDataReference(_weights);
        TVector least = TSimd.Broadcast(Activation.Relu);
        for (nuint lane = 0; lane < PartialSums; lane += (nuint)TSimd.Width)
        {
            TVector partial = TSimd.Broadcast(0);
            for (nuint i = lane; i < SileroNetwork.HiddenUnits; i += PartialSums)
            {
                partial = TSimd.MultiplyAdd(TSimd.Load(in w, i), TSimd.Maximum(least, TSimd.Load(in h, i)), partial);
            }

            TSimd.Store(partial, ref sum, lane);
        }

        for (int half = PartialSums / 2; half > 0; half /= 2)
        {
            for (int i = 0; i < half; i++)
            {
                sums[i] += sums[i + half];
            }
        }

        TVector decay = Exponential<TSimd, TVector>.Of(TSimd.Broadcast(-(sums[0] + _bias)));
        TVector one = TSimd.Broadcast(1);
        TSimd.Store(TSimd.Divide(one, TSimd.Add(one, decay)), ref sum, 0);
        return sums[0];
    }
}
