using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Cascade.Benchmarks.Guard;

/// <summary>One pass over as many weights as the network has, one multiplication each: what a single frame is bound by, which is bringing the weights to the core.</summary>
internal sealed unsafe class WeightKernel<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    private const int Inputs = 64;
    private const int Weights = 220 * 1024; // 880 KB: what a frame at 16 kHz meets
    private const int Places = 12;
    private const int Tries = 30;

    private readonly float* _inputs = Values.Small(Inputs);
    private readonly float* _weights;

    public WeightKernel()
    {
        // How well the pages of so much memory fit a second-level cache is luck. The best of several draws is the same in every process.
        long quickest = long.MaxValue;
        for (int place = 0; place < Places; place++)
        {
            float* weights = Values.Small(Weights);
            for (int i = 0; i < Tries; i++)
            {
                long start = Stopwatch.GetTimestamp();
                Multiply(weights, _inputs);
                long ticks = Stopwatch.GetTimestamp() - start;
                if (ticks < quickest)
                {
                    quickest = ticks;
                    _weights = weights;
                }
            }
        }
    }

    public void Run() => Multiply(_weights, _inputs);

    [MethodImpl(MethodImplOptions.NoInlining)] // as in the other kernels
    private static float Multiply(float* weights, float* inputs)
    {
        TVector a = default, b = default, c = default, d = default;
        float* end = weights + Weights;
        for (int k = 0; weights < end; k = (k + 1) % Inputs)
        {
            TVector x = TLanes.Broadcast(inputs[k]);
            a = TLanes.MultiplyAdd(TLanes.Load(weights), x, a);
            b = TLanes.MultiplyAdd(TLanes.Load(weights + TLanes.Width), x, b);
            c = TLanes.MultiplyAdd(TLanes.Load(weights + (2 * TLanes.Width)), x, c);
            d = TLanes.MultiplyAdd(TLanes.Load(weights + (3 * TLanes.Width)), x, d);
            weights += 4 * TLanes.Width;
        }

        return TLanes.Sum(a) + TLanes.Sum(b) + TLanes.Sum(c) + TLanes.Sum(d);
    }
}
