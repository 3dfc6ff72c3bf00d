using System.Runtime.CompilerServices;

namespace Cascade.Benchmarks.Guard;

/// <summary>Multiplications and additions on data in the first-level cache, as many at once as the machine can: what filters and batches of frames are bound by.</summary>
internal sealed unsafe class ProductKernel<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    private const int Rows = 4;
    private const int Depth = 64;
    private const int Repetitions = 32;

    private readonly float* _weights = Values.Small(Depth * 2 * TLanes.Width);
    private readonly float* _inputs = Values.Small(Rows * Depth);

    public void Run()
    {
        for (int i = 0; i < Repetitions; i++)
        {
            Multiply(_weights, _inputs);
        }
    }

    // Eight independent sums: two units with a latency of four.
    [MethodImpl(MethodImplOptions.NoInlining)] // the same code wherever it is called from
    private static float Multiply(float* weights, float* inputs)
    {
        TVector a0 = default, a1 = default, b0 = default, b1 = default, c0 = default, c1 = default, d0 = default, d1 = default;
        for (int k = 0; k < Depth; k++)
        {
            TVector w0 = TLanes.Load(weights);
            TVector w1 = TLanes.Load(weights + TLanes.Width);
            weights += 2 * TLanes.Width;
            TVector x = TLanes.Broadcast(inputs[k]);
            a0 = TLanes.MultiplyAdd(w0, x, a0);
            a1 = TLanes.MultiplyAdd(w1, x, a1);
            x = TLanes.Broadcast(inputs[k + Depth]);
            b0 = TLanes.MultiplyAdd(w0, x, b0);
            b1 = TLanes.MultiplyAdd(w1, x, b1);
            x = TLanes.Broadcast(inputs[k + (2 * Depth)]);
            c0 = TLanes.MultiplyAdd(w0, x, c0);
            c1 = TLanes.MultiplyAdd(w1, x, c1);
            x = TLanes.Broadcast(inputs[k + (3 * Depth)]);
            d0 = TLanes.MultiplyAdd(w0, x, d0);
            d1 = TLanes.MultiplyAdd(w1, x, d1);
        }

        return TLanes.Sum(a0) + TLanes.Sum(a1) + TLanes.Sum(b0) + TLanes.Sum(b1) + TLanes.Sum(c0) + TLanes.Sum(c1) + TLanes.Sum(d0) + TLanes.Sum(d1);
    }
}
