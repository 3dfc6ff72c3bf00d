namespace Cascade.Inference.Managed.Kernels;

/// <summary>The least value that a layer lets out, which is all that tells a ReLU from no activation.</summary>
internal static class Activation
{
    public const float Relu = 0;
    public const float None = float.NegativeInfinity;
}
