using System.Runtime.InteropServices;

namespace Cascade.Benchmarks.Guard;

/// <summary>Numbers to compute with: none whose sums overflow or become denormal, which would be slower.</summary>
internal static unsafe class Values
{
    private const nuint PageBytes = 4096; // so that a vector never lies in two lines of a cache, in no process

    /// <summary>Lives as long as the process, which measures and ends.</summary>
    public static float* Small(int count)
    {
        Random random = new(1);
        float* values = (float*)NativeMemory.AlignedAlloc((nuint)count * sizeof(float), PageBytes);
        for (int i = 0; i < count; i++)
        {
            values[i] = random.NextSingle() - 0.5f;
        }

        return values;
    }
}
