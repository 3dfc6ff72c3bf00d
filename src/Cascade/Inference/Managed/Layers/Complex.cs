using System.Runtime.CompilerServices;
using Cascade.Inference.Managed.Simd;

namespace Cascade.Inference.Managed.Layers;

/// <summary>A complex number per lane. In memory a point is its row of real parts, then its row of imaginary parts.</summary>
internal readonly struct Complex<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly TVector _real;
    private readonly TVector _imaginary;

    [MethodImpl(MethodImplOptions.AggressiveInlining)] // a few instructions, as all operations here: calls would cost more
    private Complex(TVector real, TVector imaginary)
    {
        _real = real;
        _imaginary = imaginary;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)] // see the constructor
    public static Complex<TSimd, TVector> Load(ref readonly float points, int index)
    {
        nuint row = (nuint)index * 2 * (nuint)TSimd.Width;
        return new(TSimd.Load(in points, row), TSimd.Load(in points, row + (nuint)TSimd.Width));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)] // see the constructor
    public void Store(ref float points, int index)
    {
        nuint row = (nuint)index * 2 * (nuint)TSimd.Width;
        TSimd.Store(_real, ref points, row);
        TSimd.Store(_imaginary, ref points, row + (nuint)TSimd.Width);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)] // see the constructor
    public Complex<TSimd, TVector> Add(Complex<TSimd, TVector> other) =>
        new(TSimd.Add(_real, other._real), TSimd.Add(_imaginary, other._imaginary));

    [MethodImpl(MethodImplOptions.AggressiveInlining)] // see the constructor
    public Complex<TSimd, TVector> Subtract(Complex<TSimd, TVector> other) =>
        new(TSimd.Subtract(_real, other._real), TSimd.Subtract(_imaginary, other._imaginary));

    [MethodImpl(MethodImplOptions.AggressiveInlining)] // see the constructor
    public Complex<TSimd, TVector> AddConjugate(Complex<TSimd, TVector> other) =>
        new(TSimd.Add(_real, other._real), TSimd.Subtract(_imaginary, other._imaginary));

    [MethodImpl(MethodImplOptions.AggressiveInlining)] // see the constructor
    public Complex<TSimd, TVector> SubtractConjugate(Complex<TSimd, TVector> other) =>
        new(TSimd.Subtract(_real, other._real), TSimd.Add(_imaginary, other._imaginary));

    /// <summary>Adds -i times the other: the other turned back by a quarter.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)] // see the constructor
    public Complex<TSimd, TVector> AddQuarterBack(Complex<TSimd, TVector> other) =>
        new(TSimd.Add(_real, other._imaginary), TSimd.Subtract(_imaginary, other._real));

    /// <summary>Subtracts -i times the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)] // see the constructor
    public Complex<TSimd, TVector> SubtractQuarterBack(Complex<TSimd, TVector> other) =>
        new(TSimd.Subtract(_real, other._imaginary), TSimd.Add(_imaginary, other._real));

    /// <summary>Times e^(-i angle).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)] // see the constructor
    public Complex<TSimd, TVector> TurnedBack(TVector cosine, TVector sine) => new(
        TSimd.MultiplyAdd(_imaginary, sine, TSimd.Multiply(_real, cosine)),
        TSimd.MultiplyAdd(TSimd.Negate(_real), sine, TSimd.Multiply(_imaginary, cosine)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)] // see the constructor
    public TVector Magnitude() => TSimd.SquareRoot(TSimd.MultiplyAdd(_real, _real, TSimd.Multiply(_imaginary, _imaginary)));
}
