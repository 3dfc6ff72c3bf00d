using System.Runtime.InteropServices;

namespace Cascade.Benchmarks;

/// <summary>The heap of native code, where glibc is asked about it.</summary>
internal static partial class NativeHeap
{
    /// <summary>Bytes that have been allocated and not freed; 0 with another C library.</summary>
    public static long InUse
    {
        get
        {
            try
            {
                Usage usage = MallocInfo();
                return (long)(usage.InUse + usage.Mapped);
            }
            catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
            {
                return 0;
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "mallinfo2")]
    private static partial Usage MallocInfo();

    // struct mallinfo2 of malloc.h; the fields that nobody asks for have no name of their own.
    [StructLayout(LayoutKind.Explicit, Size = 10 * 8)]
    private struct Usage
    {
        [FieldOffset(4 * 8)]
        public nuint Mapped;

        [FieldOffset(7 * 8)]
        public nuint InUse;
    }
}
