using System.Reflection;
using SkiaSharp;

namespace Cascade.Cli.Drawing;

/// <summary>The font of pictures in pixels, and the widths by which text is placed in all pictures. The program carries the font: a server often has none.</summary>
internal static class PictureFont
{
    private static readonly SKTypeface Regular = Load("Roboto-Regular.ttf");
    private static readonly SKTypeface Bold = Load("Roboto-SemiBold.ttf");

    /// <summary>Gets the width of a line of text in CSS pixels.</summary>
    public static double Measure(string text, double size)
    {
        using SKFont font = Create(size, isBold: false);
        return font.MeasureText(text);
    }

    /// <summary>Creates the font of a size in CSS pixels.</summary>
    public static SKFont Create(double size, bool isBold) =>
        new(isBold ? Bold : Regular, (float)size) { Edging = SKFontEdging.Antialias, Subpixel = true, Hinting = SKFontHinting.None };

    private static SKTypeface Load(string name)
    {
        using Stream font = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        return SKTypeface.FromStream(font);
    }
}
