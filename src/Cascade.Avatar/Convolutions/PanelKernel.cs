using System.Runtime.Intrinsics;
using Cascade.Inference.Managed;
using Cascade.Inference.Managed.Kernels;
using Cascade.Inference.Managed.Simd;

namespace Cascade.Avatar.Convolutions;

/// <summary>The inner loop of the voice network, for panels as narrow as a layer's outputs allow: 64 outputs at once, or 32 or 16.</summary>
internal abstract class PanelKernel
{
    /// <summary>Outputs of a panel.</summary>
    public abstract int Rows { get; }

    /// <summary>Chooses the widest panel that a number of outputs fills.</summary>
    /// <param name="outputs">A multiple of 16.</param>
    /// <param name="widest">The widest vectors that may be used.</param>
    public static PanelKernel For(int outputs, VectorWidth widest) =>
        outputs % 64 == 0 && widest == VectorWidth.Bits512 ? new Kernel<Simd512, Vector512<float>>()
        : outputs % 32 == 0 && widest >= VectorWidth.Bits256 ? new Kernel<Simd256, Vector256<float>>()
        : new Kernel<Simd128, Vector128<float>>();

    /// <summary>Outputs of the widest panel.</summary>
    public static int Widest(VectorWidth widest) => (int)widest / 8;

    public abstract void Run(ref Product product, int columns);

    private sealed class Kernel<TSimd, TVector> : PanelKernel
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        public override int Rows => Panel<TSimd, TVector>.Rows;

        public override void Run(ref Product product, int columns) => Tile<TSimd, TVector>.Run(ref product, columns);
    }
}
