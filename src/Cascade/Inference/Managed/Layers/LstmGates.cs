using System.Runtime.CompilerServices;
using Cascade.Inference.Managed.Kernels;
using Cascade.Inference.Managed.Simd;

namespace Cascade.Inference.Managed.Layers;

/// <summary>
/// c' = sigmoid(forget) c + sigmoid(input) tanh(cell); h' = sigmoid(output) tanh(c'). With sigmoid(x) = 1 / (1 + e^-x) and
/// tanh(x) = (1 - e^-2x) / (1 + e^-2x), a product of the two needs one division.
/// </summary>
internal static class LstmGates<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>Advances c and h of all units by their gates: for each vector of units those of input, output, forget and cell.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // in tier 0 each vector operation is a call
    public static void Apply(ref float gates, ref float cell, ref float hidden)
    {
        nuint width = (nuint)TSimd.Width;
        for (nuint unit = 0; unit < SileroNetwork.HiddenUnits; unit += width)
        {
            nuint panel = unit * NetworkShape.Gates;
            TVector input = TSimd.Load(in gates, panel);
            TVector output = TSimd.Load(in gates, panel + width);
            TVector forget = TSimd.Load(in gates, panel + (2 * width));
            TVector candidate = TSimd.Load(in gates, panel + (3 * width));
            TVector kept = TSimd.Divide(TSimd.Load(in cell, unit), OnePlus(Decay(forget, -1)));
            TVector state = TSimd.Add(kept, SigmoidTimesTanh(input, candidate));
            TSimd.Store(state, ref cell, unit);
            TSimd.Store(SigmoidTimesTanh(output, state), ref hidden, unit);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)] // a call would spill the loop's vectors
    private static TVector SigmoidTimesTanh(TVector gate, TVector value)
    {
        TVector decay = Decay(value, -2);
        TVector denominator = TSimd.Multiply(OnePlus(Decay(gate, -1)), OnePlus(decay));
        return TSimd.Divide(TSimd.Subtract(TSimd.Broadcast(1), decay), denominator);
    }

    /// <summary>e^(factor x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)] // a call would spill the loop's vectors
    private static TVector Decay(TVector x, float factor) => Exponential<TSimd, TVector>.Of(TSimd.Multiply(TSimd.Broadcast(factor), x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)] // one instruction
    private static TVector OnePlus(TVector value) => TSimd.Add(TSimd.Broadcast(1), value);
}
