using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Cascade.Inference.Managed.Simd;

namespace Cascade.Inference.Managed.Kernels;

/// <summary>
/// Weights in three quarters of the memory, for one column, which waits for weights more than for products: [panel][k], each step three vectors of integers, whose
/// low bytes are the fourth one's. The sums are those of a <see cref="PanelMatrix{TSimd, TVector}"/> with the same weights, to the bit: a row's integers are its weights
/// times a power of two, which rounds nothing. Immutable once filled.
/// </summary>
internal sealed class PackedMatrix<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private const int PanelsAtOnce = 2; // two rows of weights arrive faster than one

    private readonly AlignedFloats _weights;
    private readonly AlignedFloats _scales;
    private readonly AlignedFloats _units;
    private readonly int _rows;
    private readonly int _depth;

    /// <param name="rows">Outputs: a multiple of the rows of two panels.</param>
    /// <param name="depth">Terms of each output's sum.</param>
    public PackedMatrix(int rows, int depth)
    {
        _rows = rows;
        _depth = depth;
        _weights = new AlignedFloats(rows / Panel<TSimd, TVector>.Rows * depth * StepFloats);
        _scales = new AlignedFloats(rows);
        _units = new AlignedFloats(rows);
    }

    private static int StepFloats => (Panel<TSimd, TVector>.Vectors - 1) * TSimd.Width;

    /// <summary>Fills in the rows that are one lane of a panel's vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // runs over all weights: tier 0 would take most of the load time
    public void Fill(int panel, int lane, PackedRows rows)
    {
        for (int vector = 0; vector < Panel<TSimd, TVector>.Vectors; vector++)
        {
            int row = (panel * Panel<TSimd, TVector>.Rows) + (vector * TSimd.Width) + lane;
            _scales.Span[row] = rows.Scale(vector);
            _units.Span[row] = 1 / rows.Scale(vector);
        }

        Span<int> target = MemoryMarshal.Cast<float, int>(_weights.Span)[(panel * _depth * StepFloats)..];
        for (int vector = 0; vector < Panel<TSimd, TVector>.Vectors - 1; vector++)
        {
            int[] integers = rows.Integers(vector);
            for (int k = 0; k < _depth; k++)
            {
                target[(k * StepFloats) + (vector * TSimd.Width) + lane] = integers[k];
            }
        }
    }

    /// <summary>output = initial + weights * input, over some terms from <paramref name="firstDepth"/> on.</summary>
    public void Multiply(int firstDepth, int depth, ref float input, ref float initial, ref float output)
    {
        int panelRows = Panel<TSimd, TVector>.Rows;
        for (int row = 0; row < _rows; row += PanelsAtOnce * panelRows)
        {
            Product product = new()
            {
                Weights = ref Unsafe.Add(ref _weights.First, ((row / panelRows * _depth) + firstDepth) * StepFloats),
                Depth = (nuint)depth,
                Input = ref input,
                Initial = ref Unsafe.Add(ref initial, row),
                Output = ref Unsafe.Add(ref output, row),
            };
            TwoPanels(in product, (nuint)(_depth * StepFloats), ref Unsafe.Add(ref _scales.First, row), ref Unsafe.Add(ref _units.First, row));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // see the remarks on Tile
    private static void TwoPanels(in Product product, nuint distance, ref float scales, ref float units)
    {
        ref float weights0 = ref product.Weights;
        ref float weights1 = ref Unsafe.Add(ref weights0, distance);
        ref float input = ref product.Input;
        nuint rows = (nuint)Panel<TSimd, TVector>.Rows;
        var sum0 = Panel<TSimd, TVector>.Load(in product.Initial, 0).Times(Panel<TSimd, TVector>.Load(in scales, 0));
        var sum1 = Panel<TSimd, TVector>.Load(in product.Initial, rows).Times(Panel<TSimd, TVector>.Load(in scales, rows));
        nuint depth = product.Depth;
        for (nuint k = 0; k < depth; k++)
        {
            float factor = Unsafe.Add(ref input, k);
            var step0 = Panel<TSimd, TVector>.Unpack(in weights0);
            weights0 = ref Unsafe.Add(ref weights0, StepFloats);
            sum0.Add(in step0, factor);
            var step1 = Panel<TSimd, TVector>.Unpack(in weights1);
            weights1 = ref Unsafe.Add(ref weights1, StepFloats);
            sum1.Add(in step1, factor);
        }

        sum0.Times(Panel<TSimd, TVector>.Load(in units, 0)).Store(Activation.None, ref product.Output, 0);
        sum1.Times(Panel<TSimd, TVector>.Load(in units, rows)).Store(Activation.None, ref product.Output, rows);
    }
}
