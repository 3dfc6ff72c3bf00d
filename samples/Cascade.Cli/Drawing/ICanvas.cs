namespace Cascade.Cli.Drawing;

/// <summary>What pictures are drawn on: SVG as text, or pixels. Later shapes cover earlier ones.</summary>
internal interface ICanvas
{
    /// <summary>Rectangles that do not overlap, as one shape.</summary>
    void Fill(Paint paint, IReadOnlyList<Box> boxes);

    /// <summary>A rectangle with round corners.</summary>
    void FillRound(Paint paint, Box box, double radius);

    /// <summary>A polygon that does not cross itself.</summary>
    void Fill(Paint paint, IReadOnlyList<Spot> outline);

    /// <summary>Lines from spot to spot, with round joins.</summary>
    void Stroke(Paint paint, IReadOnlyList<Spot> line, double width, bool isDashed = false);

    /// <summary>A line of text whose baseline is at <paramref name="at"/>.</summary>
    void Write(Paint paint, string text, Spot at, TextStyle style);

    /// <summary>Writes the picture's file.</summary>
    void Save(Stream output);
}
