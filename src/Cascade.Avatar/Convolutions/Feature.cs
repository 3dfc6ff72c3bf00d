namespace Cascade.Avatar.Convolutions;

/// <summary>
/// The values that a layer gives for each pixel, with a pixel's channels side by side: a vector holds channels, so that no layer needs to move values between lanes. Features that are joined lie in one buffer,
/// so that joining costs nothing. The pixels of a second frame follow those of the first one.
/// </summary>
/// <param name="Buffer">The number of the buffer.</param>
/// <param name="Offset">The first channel's place within the values of a pixel.</param>
/// <param name="Stride">Floats from one pixel to the next.</param>
/// <param name="Channels">Values of a pixel.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Pixels of a row.</param>
internal readonly record struct Feature(int Buffer, int Offset, int Stride, int Channels, int Height, int Width)
{
    public int Pixels => Height * Width;
}
