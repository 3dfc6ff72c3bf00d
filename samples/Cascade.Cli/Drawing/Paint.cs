namespace Cascade.Cli.Drawing;

/// <summary>A colour by its role, on a light and on a dark ground.</summary>
/// <param name="Name">Unique in a picture: the class in an SVG.</param>
/// <param name="Light">0xRRGGBB on a light ground.</param>
/// <param name="Dark">0xRRGGBB on a dark ground.</param>
/// <param name="Opacity">0 to 1.</param>
internal sealed record Paint(string Name, int Light, int Dark, double Opacity = 1);
