using System.Runtime.Intrinsics;
using Cascade.Inference.Managed;
using Cascade.Inference.Managed.Simd;

namespace Cascade.Tests.Managed;

/// <summary>The vector widths that this machine has, for tests that run with each of them.</summary>
internal static class Widths
{
    public static IEnumerable<VectorWidth> All => Enum.GetValues<VectorWidth>().Where(VectorWidths.IsSupported);

    /// <summary>Type arguments for fixtures that are generic like the layers.</summary>
    public static IEnumerable<TestFixtureData> Fixtures => All.Select(width => new TestFixtureData
    {
        TypeArgs = width switch
        {
            VectorWidth.Bits512 => [typeof(Simd512), typeof(Vector512<float>)],
            VectorWidth.Bits256 => [typeof(Simd256), typeof(Vector256<float>)],
            _ => [typeof(Simd128), typeof(Vector128<float>)],
        },
    });
}
