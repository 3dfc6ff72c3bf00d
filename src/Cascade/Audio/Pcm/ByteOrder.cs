using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Cascade.Audio.Pcm;

/// <summary>Moves the bytes of a vector: output byte i is input byte order[i], or 0 where order[i] is out of range.</summary>
internal static class ByteOrder
{
    /// <summary>An index outside the vector, which gives 0 on every platform.</summary>
    public const byte Zero = 0x80;

    /// <summary>
    /// <see cref="Vector128.Shuffle(Vector128{byte}, Vector128{byte})"/> is one instruction for orders not known to the compiler only from
    /// .NET 9 on.
    /// </summary>
    public static Vector128<byte> Apply(Vector128<byte> bytes, Vector128<byte> order)
    {
        if (Ssse3.IsSupported)
        {
            return Ssse3.Shuffle(bytes, order);
        }

        return AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.VectorTableLookup(bytes, order) : Vector128.Shuffle(bytes, order);
    }
}
