namespace Cascade.Benchmarks.Guard;

/// <summary>
/// The few operations that a reference kernel needs, for one width of vectors. Not the library's own ones: a reference must stay as it is when those become slower.
/// </summary>
internal interface ILanes<TVector>
{
    static abstract int Width { get; }

    static abstract unsafe TVector Load(float* source);

    static abstract TVector Broadcast(float value);

    static abstract TVector MultiplyAdd(TVector left, TVector right, TVector addend);

    static abstract float Sum(TVector vector);
}
