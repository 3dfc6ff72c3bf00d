namespace Cascade.Avatar.Convolutions;

/// <summary>The shape of a value, for one frame.</summary>
internal sealed record Shape(int Channels, int Height, int Width);
