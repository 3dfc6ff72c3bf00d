using System.Runtime.CompilerServices;
using Cascade.Inference.Managed.Simd;

namespace Cascade.Inference.Managed.Kernels;

/// <summary>A ReLU in place, for where not all sums of a layer end with the same product.</summary>
internal static class Rectifier<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // in tier 0 each vector operation is a call
    public static void Run(ref float values, int count)
    {
        TVector least = TSimd.Broadcast(Activation.Relu);
        for (nuint i = 0; i < (nuint)count; i += (nuint)TSimd.Width)
        {
            TSimd.Store(TSimd.Maximum(least, TSimd.Load(in values, i)), ref values, i);
        }
    }
}
