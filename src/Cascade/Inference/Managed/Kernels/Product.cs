using System.Runtime.CompilerServices;

namespace Cascade.Inference.Managed.Kernels;

/// <summary>
/// One panel's share of a matrix product: for some columns, output = max(floor, initial + the sum over k of weights[k] * input[k]), summed in the order of k.
/// Weights are packed [k][row of the panel]. Strides are distances in floats from column to column.
/// </summary>
internal ref struct Product
{
    /// <summary>The panel's weights for the first k.</summary>
    public ref float Weights;

    /// <summary>Terms of each sum.</summary>
    public nuint Depth;

    /// <summary>The first column's input for the first k; those of the following k are its neighbours.</summary>
    public ref float Input;

    public nuint InputStride;

    /// <summary>The values that the first column's sums start from: a bias, which all columns share (stride 0), or earlier sums that go on.</summary>
    public ref float Initial;

    public nuint InitialStride;

    /// <summary>The first column's output in this panel's rows.</summary>
    public ref float Output;

    public nuint OutputStride;

    /// <summary>The least value of an output: 0 makes it a ReLU, negative infinity leaves it as it is.</summary>
    public float Floor;

    /// <summary>Moves on by some columns.</summary>
    public void Skip(nuint columns)
    {
        Input = ref Unsafe.Add(ref Input, columns * InputStride);
        Initial = ref Unsafe.Add(ref Initial, columns * InitialStride);
        Output = ref Unsafe.Add(ref Output, columns * OutputStride);
    }
}
