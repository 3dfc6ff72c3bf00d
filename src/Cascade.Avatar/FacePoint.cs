namespace Cascade;

/// <summary>A point of a picture.</summary>
/// <param name="X">Pixels from the left edge.</param>
/// <param name="Y">Pixels from the upper edge.</param>
public readonly record struct FacePoint(float X, float Y);
