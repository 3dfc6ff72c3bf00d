using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Cascade.Inference.Managed;

/// <summary>Which vectors this machine has.</summary>
internal static class VectorWidths
{
    /// <summary>The widest that the runtime recommends, which takes its configuration switches into account.</summary>
    public static VectorWidth Best =>
        Vector512.IsHardwareAccelerated && IsSupported(VectorWidth.Bits512) ? VectorWidth.Bits512
        : Vector256.IsHardwareAccelerated && IsSupported(VectorWidth.Bits256) ? VectorWidth.Bits256
        : VectorWidth.Bits128;

    public static bool IsSupported(VectorWidth width) => width switch
    {
        VectorWidth.Bits512 => Avx512F.IsSupported,
        VectorWidth.Bits256 => Avx2.IsSupported && Fma.IsSupported,
        _ => true,
    };
}
