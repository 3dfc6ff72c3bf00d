namespace Cascade.Inference.Managed;

/// <summary>The vectors that a network computes with.</summary>
internal enum VectorWidth
{
    /// <summary>Four lanes: Arm AdvSimd, any x86-64, and whatever else .NET runs on.</summary>
    Bits128 = 128,

    /// <summary>Eight lanes: AVX2 with FMA.</summary>
    Bits256 = 256,

    /// <summary>Sixteen lanes: AVX-512.</summary>
    Bits512 = 512,
}
