using System.Runtime.InteropServices;

namespace Cascade.Benchmarks;

/// <summary>The memory of this process that is in use.</summary>
internal static partial class ResidentSet
{
    /// <summary>Bytes resident after everything that can be given back has been.</summary>
    public static long Measure()
    {
        for (int i = 0; i < 3; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        try
        {
            _ = MallocTrim(0);
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            // Not glibc: freed native memory may still be counted, on both sides of a difference.
        }

        return Environment.WorkingSet;
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int MallocTrim(nuint pad);
}
