namespace Cascade.Cli.Drawing;

/// <summary>A point of a picture, in units of a CSS pixel from the upper left corner.</summary>
internal readonly record struct Spot(double X, double Y);
