using System.Runtime.CompilerServices;

namespace Cascade.Benchmarks.Guard;

/// <summary>Steps of which each waits for the one before: what bookkeeping is bound by. No vector, no cache and no prediction has a part in it.</summary>
internal static class ScalarKernel
{
    private const int Steps = 256;

    public static void Run() => Advance(Steps);

    /// <summary>Takes so many steps.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)] // as in the other kernels
    public static uint Advance(int steps)
    {
        uint state = 1;
        for (int i = 0; i < steps; i++)
        {
            state = (state * 1_664_525) + 1_013_904_223;
        }

        return state;
    }
}
