using System.Runtime.CompilerServices;
using Cascade.Inference.Managed.Simd;

namespace Cascade.Inference.Managed.Kernels;

/// <summary>
/// The network's inner loop on plain weights, for one to six columns (on packed ones it is in <see cref="PackedMatrix{TSimd, TVector}"/>): a step of weights is loaded once and multiplied with every column's input, and all sums stay in
/// registers until the end. With any number of columns, a sum takes its terms in the order of k, so a column's result does not depend on its company.
/// </summary>
/// <remarks>
/// The JIT needs a method per number of columns, so that every sum is a local; nothing but plain stores after the loop; and optimization from the first
/// call on, because in tier 0 each vector operation is a call. DOTNET_JitDisasm="One OneOfTwoPanels Two Three Four Six TwoPanels" must show no stack access inside the loops.
/// </remarks>
internal static class Tile<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>Computes all columns of a panel, in tiles as large as the registers hold and as even as possible.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // see the remarks
    public static void Run(ref Product product, int columns)
    {
        while (columns > 0)
        {
            int taken = TSimd.RegisterColumns >= 6 ? Wide(columns) : Narrow(columns);
            switch (taken)
            {
                case 1: One(in product); break;
                case 2: Two(in product); break;
                case 3: Three(in product); break;
                case 4: Four(in product); break;
                default: Six(in product); break;
            }

            product.Skip((nuint)taken);
            columns -= taken;
        }
    }

    private static int Wide(int columns) => columns switch { <= 4 => columns, 5 => 3, 7 or 8 => 4, _ => 6 };

    private static int Narrow(int columns) => columns switch { <= 3 => columns, 4 => 2, _ => 3 };

    /// <summary>
    /// Computes one column of a panel and of the next: a stream alone waits for weights, and two rows of them arrive faster than one.
    /// </summary>
    /// <param name="product">The first panel's share.</param>
    /// <param name="distance">How far behind its weights those of the next panel are.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // see the remarks
    public static void OneOfTwoPanels(in Product product, nuint distance)
    {
        ref float weights0 = ref product.Weights;
        ref float weights1 = ref Unsafe.Add(ref weights0, distance);
        ref float input = ref product.Input;
        nuint rows = (nuint)Panel<TSimd, TVector>.Rows;
        var sum0 = Panel<TSimd, TVector>.Load(in product.Initial, 0);
        var sum1 = Panel<TSimd, TVector>.Load(in product.Initial, rows);
        nuint depth = product.Depth;
        for (nuint k = 0; k < depth; k++)
        {
            float factor = Unsafe.Add(ref input, k);
            var step0 = Panel<TSimd, TVector>.Load(in weights0, 0);
            weights0 = ref Unsafe.Add(ref weights0, rows);
            sum0.Add(in step0, factor);
            var step1 = Panel<TSimd, TVector>.Load(in weights1, 0);
            weights1 = ref Unsafe.Add(ref weights1, rows);
            sum1.Add(in step1, factor);
        }

        sum0.Store(product.Floor, ref product.Output, 0);
        sum1.Store(product.Floor, ref product.Output, rows);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // see the remarks
    private static void One(in Product product)
    {
        ref float weights = ref product.Weights;
        ref float input0 = ref product.Input;
        var sum0 = Panel<TSimd, TVector>.Load(in product.Initial, 0);
        nuint depth = product.Depth;
        for (nuint k = 0; k < depth; k++)
        {
            var step = Panel<TSimd, TVector>.Load(in weights, 0);
            weights = ref Unsafe.Add(ref weights, Panel<TSimd, TVector>.Rows);
            sum0.Add(in step, Unsafe.Add(ref input0, k));
        }

        sum0.Store(product.Floor, ref product.Output, 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // see the remarks
    private static void Two(in Product product)
    {
        ref float weights = ref product.Weights;
        ref float input0 = ref product.Input;
        ref float input1 = ref Unsafe.Add(ref input0, product.InputStride);
        var sum0 = Panel<TSimd, TVector>.Load(in product.Initial, 0);
        var sum1 = Panel<TSimd, TVector>.Load(in product.Initial, product.InitialStride);
        nuint depth = product.Depth;
        for (nuint k = 0; k < depth; k++)
        {
            var step = Panel<TSimd, TVector>.Load(in weights, 0);
            weights = ref Unsafe.Add(ref weights, Panel<TSimd, TVector>.Rows);
            sum0.Add(in step, Unsafe.Add(ref input0, k));
            sum1.Add(in step, Unsafe.Add(ref input1, k));
        }

        sum0.Store(product.Floor, ref product.Output, 0);
        sum1.Store(product.Floor, ref product.Output, product.OutputStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // see the remarks
    private static void Three(in Product product)
    {
        ref float weights = ref product.Weights;
        ref float input0 = ref product.Input;
        ref float input1 = ref Unsafe.Add(ref input0, product.InputStride);
        ref float input2 = ref Unsafe.Add(ref input1, product.InputStride);
        var sum0 = Panel<TSimd, TVector>.Load(in product.Initial, 0);
        var sum1 = Panel<TSimd, TVector>.Load(in product.Initial, product.InitialStride);
        var sum2 = Panel<TSimd, TVector>.Load(in product.Initial, 2 * product.InitialStride);
        nuint depth = product.Depth;
        for (nuint k = 0; k < depth; k++)
        {
            Panel<TSimd, TVector>.AddStep(
                in weights, ref sum0, Unsafe.Add(ref input0, k), ref sum1, Unsafe.Add(ref input1, k), ref sum2, Unsafe.Add(ref input2, k));
            weights = ref Unsafe.Add(ref weights, Panel<TSimd, TVector>.Rows);
        }

        sum0.Store(product.Floor, ref product.Output, 0);
        sum1.Store(product.Floor, ref product.Output, product.OutputStride);
        sum2.Store(product.Floor, ref product.Output, 2 * product.OutputStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // see the remarks
    private static void Four(in Product product)
    {
        ref float weights = ref product.Weights;
        ref float input0 = ref product.Input;
        ref float input1 = ref Unsafe.Add(ref input0, product.InputStride);
        ref float input2 = ref Unsafe.Add(ref input1, product.InputStride);
        ref float input3 = ref Unsafe.Add(ref input2, product.InputStride);
        var sum0 = Panel<TSimd, TVector>.Load(in product.Initial, 0);
        var sum1 = Panel<TSimd, TVector>.Load(in product.Initial, product.InitialStride);
        var sum2 = Panel<TSimd, TVector>.Load(in product.Initial, 2 * product.InitialStride);
        var sum3 = Panel<TSimd, TVector>.Load(in product.Initial, 3 * product.InitialStride);
        nuint depth = product.Depth;
        for (nuint k = 0; k < depth; k++)
        {
            var step = Panel<TSimd, TVector>.Load(in weights, 0);
            weights = ref Unsafe.Add(ref weights, Panel<TSimd, TVector>.Rows);
            sum0.Add(in step, Unsafe.Add(ref input0, k));
            sum1.Add(in step, Unsafe.Add(ref input1, k));
            sum2.Add(in step, Unsafe.Add(ref input2, k));
            sum3.Add(in step, Unsafe.Add(ref input3, k));
        }

        sum0.Store(product.Floor, ref product.Output, 0);
        sum1.Store(product.Floor, ref product.Output, product.OutputStride);
        sum2.Store(product.Floor, ref product.Output, 2 * product.OutputStride);
        sum3.Store(product.Floor, ref product.Output, 3 * product.OutputStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // see the remarks
    private static void Six(in Product product)
    {
        ref float weights = ref product.Weights;
        ref float input0 = ref product.Input;
        ref float input1 = ref Unsafe.Add(ref input0, product.InputStride);
        ref float input2 = ref Unsafe.Add(ref input1, product.InputStride);
        ref float input3 = ref Unsafe.Add(ref input2, product.InputStride);
        ref float input4 = ref Unsafe.Add(ref input3, product.InputStride);
        ref float input5 = ref Unsafe.Add(ref input4, product.InputStride);
        var sum0 = Panel<TSimd, TVector>.Load(in product.Initial, 0);
        var sum1 = Panel<TSimd, TVector>.Load(in product.Initial, product.InitialStride);
        var sum2 = Panel<TSimd, TVector>.Load(in product.Initial, 2 * product.InitialStride);
        var sum3 = Panel<TSimd, TVector>.Load(in product.Initial, 3 * product.InitialStride);
        var sum4 = Panel<TSimd, TVector>.Load(in product.Initial, 4 * product.InitialStride);
        var sum5 = Panel<TSimd, TVector>.Load(in product.Initial, 5 * product.InitialStride);
        nuint depth = product.Depth;
        for (nuint k = 0; k < depth; k++)
        {
            var step = Panel<TSimd, TVector>.Load(in weights, 0);
            weights = ref Unsafe.Add(ref weights, Panel<TSimd, TVector>.Rows);
            sum0.Add(in step, Unsafe.Add(ref input0, k));
            sum1.Add(in step, Unsafe.Add(ref input1, k));
            sum2.Add(in step, Unsafe.Add(ref input2, k));
            sum3.Add(in step, Unsafe.Add(ref input3, k));
            sum4.Add(in step, Unsafe.Add(ref input4, k));
            sum5.Add(in step, Unsafe.Add(ref input5, k));
        }

        sum0.Store(product.Floor, ref product.Output, 0);
        sum1.Store(product.Floor, ref product.Output, product.OutputStride);
        sum2.Store(product.Floor, ref product.Output, 2 * product.OutputStride);
        sum3.Store(product.Floor, ref product.Output, 3 * product.OutputStride);
        sum4.Store(product.Floor, ref product.Output, 4 * product.OutputStride);
        sum5.Store(product.Floor, ref product.Output, 5 * product.OutputStride);
    }
}
