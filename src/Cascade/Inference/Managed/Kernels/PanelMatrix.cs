using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Cascade.Inference.Managed.Simd;
using Cascade.Inference.ModelFile;

namespace Cascade.Inference.Managed.Kernels;

/// <summary>A layer's weights and biases, packed [panel][k][row of the panel] so that a product reads them from front to back. Immutable once filled.</summary>
internal sealed class PanelMatrix<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly AlignedFloats _weights;
    private readonly AlignedFloats _bias;
    private readonly int _rows;
    private readonly int _depth;

    /// <param name="rows">Outputs: a multiple of the panel's rows.</param>
    /// <param name="depth">Terms of each output's sum.</param>
    public PanelMatrix(int rows, int depth)
    {
        _rows = rows;
        _depth = depth;
        _weights = new AlignedFloats(rows * depth);
        _bias = new AlignedFloats(rows);
    }

    /// <summary>The biases, by row.</summary>
    public Span<float> Bias => _bias.Span;

    /// <summary>Packs neighbouring taps of a convolution: a row's terms are the channels under the first of them, then those under the next.</summary>
    public static PanelMatrix<TSimd, TVector> OfConvolution(ConvolutionWeights weights, int firstTap, int taps)
    {
        PanelMatrix<TSimd, TVector> matrix = new(weights.Outputs, taps * weights.Inputs);
        weights.Bias.CopyTo(matrix.Bias);
        for (int row = 0; row < weights.Outputs; row++)
        {
            for (int tap = 0; tap < taps; tap++)
            {
                ReadOnlySpan<float> source = weights.Weights.AsSpan((row * weights.Inputs * weights.Taps) + firstTap + tap);
                matrix.Fill(row, tap * weights.Inputs, weights.Inputs, source, weights.Taps);
            }
        }

        return matrix;
    }

    /// <summary>Fills in a part of a row: weight k of the part is source[k * stride].</summary>
    /// <param name="row">The row.</param>
    /// <param name="firstDepth">Where in the row the part begins.</param>
    /// <param name="count">Weights in the part.</param>
    /// <param name="source">The weights in the model's order.</param>
    /// <param name="stride">Their distance.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // runs once over all weights: tier 0 would take most of the load time
    public void Fill(int row, int firstDepth, int count, ReadOnlySpan<float> source, int stride)
    {
        int panelRows = Panel<TSimd, TVector>.Rows;
        int panel = row / panelRows;
        Span<float> target = _weights.Span[(((panel * _depth) + firstDepth) * panelRows)..];
        int lane = row % panelRows;
        for (int k = 0; k < count; k++)
        {
            target[(k * panelRows) + lane] = source[k * stride];
        }
    }

    /// <summary>output[column] = max(floor, bias + weights * input[column]), over some terms from <paramref name="firstDepth"/> on.</summary>
    public void Multiply(int firstDepth, int depth, in Columns input, in Columns output, int columns, float floor) =>
        Run(firstDepth, depth, in input, in output, columns, floor, ref _bias.First, 0);

    /// <summary>output[column] = max(floor, output[column] + weights * input[column]), over some terms from <paramref name="firstDepth"/> on.</summary>
    public void MultiplyOnto(int firstDepth, int depth, in Columns input, in Columns output, int columns, float floor) =>
        Run(firstDepth, depth, in input, in output, columns, floor, ref output.First, output.Stride);

    /// <summary>output[column] = bias.</summary>
    public void StoreBias(in Columns output, int columns)
    {
        for (int column = 0; column < columns; column++)
        {
            _bias.Span.CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref output.First, column * output.Stride), _rows));
        }
    }

    private void Run(
        int firstDepth, int depth, in Columns input, in Columns output, int columns, float floor, ref float initial, int initialStride)
    {
        int panelRows = Panel<TSimd, TVector>.Rows;
        for (int row = 0; row < _rows; row += panelRows)
        {
            Product product = new()
            {
                Weights = ref Unsafe.Add(ref _weights.First, (row * _depth) + (firstDepth * panelRows)),
                Depth = (nuint)depth,
                Input = ref input.First,
                InputStride = (nuint)input.Stride,
                Initial = ref Unsafe.Add(ref initial, row),
                InitialStride = (nuint)initialStride,
                Output = ref Unsafe.Add(ref output.First, row),
                OutputStride = (nuint)output.Stride,
                Floor = floor,
            };
            // Where weights are packed, the one large product of one column is not computed here, and the kernel is not worth its compilation at the start.
            if (!TSimd.UnpacksWeights && columns == 1 && row + panelRows < _rows)
            {
                Tile<TSimd, TVector>.OneOfTwoPanels(in product, (nuint)(_depth * panelRows));
                row += panelRows;
            }
            else
            {
                Tile<TSimd, TVector>.Run(ref product, columns);
            }
        }
    }
}
