namespace Cascade.Inference.Managed.Simd;

/// <summary>
/// The few vector operations that the network needs. Every layer is written once, generic over an implementation; because the implementations are structs,
/// the JIT compiles each layer for each vector width and what is left are the instructions. All operations work lane by lane and round alike in all
/// implementations, so results do not depend on the width.
/// </summary>
/// <typeparam name="TVector">The vector of single-precision lanes.</typeparam>
internal interface ISimd<TVector>
    where TVector : struct
{
    /// <summary>Lanes in a vector: 4, 8 or 16.</summary>
    static abstract int Width { get; }

    /// <summary>Columns whose accumulators, a panel of four vectors each, fit the registers together with one panel of weights.</summary>
    static abstract int RegisterColumns { get; }

    static abstract TVector Load(ref readonly float source, nuint offset);

    static abstract void Store(TVector value, ref float destination, nuint offset);

    static abstract TVector Broadcast(float value);

    static abstract TVector Add(TVector left, TVector right);

    static abstract TVector Subtract(TVector left, TVector right);

    static abstract TVector Multiply(TVector left, TVector right);

    static abstract TVector Negate(TVector value);

    static abstract TVector Divide(TVector left, TVector right);

    /// <summary>left * right + addend, rounded once where the processor has a fused operation (everything but x86-64 from before 2013).</summary>
    static abstract TVector MultiplyAdd(TVector left, TVector right, TVector addend);

    /// <summary>The lesser of a limit and a value, lane by lane; not a number when the value is none.</summary>
    static abstract TVector Minimum(TVector limit, TVector value);

    /// <summary>The greater of a limit and a value, lane by lane; not a number when the value is none.</summary>
    static abstract TVector Maximum(TVector limit, TVector value);

    static abstract TVector SquareRoot(TVector value);

    /// <summary>
    /// Multiplies by 2^n, where n is the integer in the low bits of <paramref name="exponent"/>'s significand. Both value and result have to be normal numbers.
    /// </summary>
    static abstract TVector MultiplyByPowerOfTwo(TVector value, TVector exponent);

    /// <summary>Whether packed weights are unpacked in less time than plain ones take to arrive from the second-level cache.</summary>
    static virtual bool UnpacksWeights => false;

    /// <summary>The floats nearest to the 32-bit integers whose bits the vector holds.</summary>
    static virtual TVector FromIntegers(TVector integers) => throw new NotSupportedException();

    /// <summary>Integers of the low bytes of three others: that of a is the highest, then come those of b and of c, and that of c once more.</summary>
    static virtual TVector LowBytes(TVector a, TVector b, TVector c) => throw new NotSupportedException();
}
