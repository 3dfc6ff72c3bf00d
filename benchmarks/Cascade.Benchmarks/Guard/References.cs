using System.Runtime.Intrinsics;
using Cascade.Inference.Managed;
using Cascade.Inference.Onnx;

namespace Cascade.Benchmarks.Guard;

/// <summary>The kernels that stages are timed against, none of which runs the library's code.</summary>
internal static class References
{
    public const string Products = "products";
    public const string Weights = "weights";
    public const string Steps = "steps";
    public const string OnnxRun = "onnx-run";

    public static Action Create(string name) => (name, VectorWidths.Best) switch
    {
        (Steps, _) => ScalarKernel.Run,
        (OnnxRun, _) => new OnnxInference(OnnxModel.For(VadModel.SileroV6), shareSession: true).Run,
        (Products, VectorWidth.Bits512) => new ProductKernel<Lanes512, Vector512<float>>().Run,
        (Products, VectorWidth.Bits256) => new ProductKernel<Lanes256, Vector256<float>>().Run,
        (Products, _) => new ProductKernel<Lanes128, Vector128<float>>().Run,
        (Weights, VectorWidth.Bits512) => new WeightKernel<Lanes512, Vector512<float>>().Run,
        (Weights, VectorWidth.Bits256) => new WeightKernel<Lanes256, Vector256<float>>().Run,
        (Weights, _) => new WeightKernel<Lanes128, Vector128<float>>().Run,
        _ => throw new ArgumentException($"There is no reference '{name}'."),
    };
}
