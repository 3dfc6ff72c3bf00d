using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Cascade.Inference.Onnx;

/// <summary>Tensors over memory that never moves.</summary>
internal static class OnnxTensor
{
    /// <summary>A tensor over a part of an array.</summary>
    /// <param name="memory">Of the pinned heap, and reachable as long as the tensor is in use.</param>
    /// <param name="offset">The index of the first value.</param>
    /// <param name="shape">The dimensions.</param>
    public static OrtValue Over(float[] memory, int offset, params long[] shape)
    {
        long count = 1;
        foreach (long dimension in shape)
        {
            count *= dimension;
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset + count, memory.Length, nameof(offset));
        return OrtValue.CreateTensorValueWithData(
            OrtMemoryInfo.DefaultInstance, TensorElementType.Float, shape, Marshal.UnsafeAddrOfPinnedArrayElement(memory, offset), count * sizeof(float));
    }
}
