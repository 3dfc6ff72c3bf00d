using SkiaSharp;

namespace Cascade.Cli.Drawing;

/// <summary>A picture in pixels, every shape with smooth edges, saved as PNG.</summary>
internal sealed class SkiaCanvas : ICanvas, IDisposable
{
    private readonly bool _isDark;
    private readonly SKSurface _surface;
    private readonly SKCanvas _canvas;

    /// <param name="width">The width in CSS pixels.</param>
    /// <param name="height">The height in CSS pixels.</param>
    /// <param name="scale">Real pixels for each CSS pixel.</param>
    /// <param name="theme">Light or dark; automatic is light.</param>
    public SkiaCanvas(double width, double height, double scale, Theme theme)
    {
        _isDark = theme == Theme.Dark;
        _surface = SKSurface.Create(new SKImageInfo((int)Math.Ceiling(width * scale), (int)Math.Ceiling(height * scale), SKColorType.Rgb888x, SKAlphaType.Opaque));
        _canvas = _surface.Canvas;
        _canvas.Scale((float)scale);
    }

    public void Fill(Paint paint, IReadOnlyList<Box> boxes)
    {
        using SKPathBuilder path = new();
        foreach (Box box in boxes)
        {
            path.AddRect(Rectangle(box));
        }

        Draw(path, paint);
    }

    public void FillRound(Paint paint, Box box, double radius)
    {
        using SKPaint brush = Brush(paint);
        _canvas.DrawRoundRect(Rectangle(box), (float)radius, (float)radius, brush);
    }

    public void Fill(Paint paint, IReadOnlyList<Spot> outline)
    {
        using SKPathBuilder path = new();
        path.AddPoly(Points(outline), close: true);
        Draw(path, paint);
    }

    public void Stroke(Paint paint, IReadOnlyList<Spot> line, double width, bool isDashed = false)
    {
        using SKPathBuilder path = new();
        path.AddPoly(Points(line), close: false);
        using SKPathEffect? dashes = isDashed ? SKPathEffect.CreateDash([(float)Dash.On, (float)Dash.Off], 0) : null;
        using SKPaint brush = Brush(paint);
        (brush.Style, brush.StrokeWidth, brush.StrokeJoin, brush.StrokeCap, brush.PathEffect) = (SKPaintStyle.Stroke, (float)width, SKStrokeJoin.Round, SKStrokeCap.Round, dashes);
        using SKPath drawn = path.Detach();
        _canvas.DrawPath(drawn, brush);
    }

    public void Write(Paint paint, string text, Spot at, TextStyle style)
    {
        using SKFont font = PictureFont.Create(style.Size, style.IsBold);
        using SKPaint brush = Brush(paint);
        SKTextAlign align = style.Align switch { TextAlign.Middle => SKTextAlign.Center, TextAlign.End => SKTextAlign.Right, _ => SKTextAlign.Left };
        _canvas.DrawText(text, (float)at.X, (float)at.Y, align, font, brush);
    }

    public void Save(Stream output)
    {
        using SKImage image = _surface.Snapshot();
        using SKData png = image.Encode(SKEncodedImageFormat.Png, quality: 100);
        png.SaveTo(output);
    }

    public void Dispose() => _surface.Dispose();

    private static SKRect Rectangle(Box box) => new((float)box.X, (float)box.Y, (float)box.Right, (float)box.Bottom);

    private static SKPoint[] Points(IReadOnlyList<Spot> spots) => [.. spots.Select(spot => new SKPoint((float)spot.X, (float)spot.Y))];

    private void Draw(SKPathBuilder path, Paint paint)
    {
        using SKPath drawn = path.Detach();
        using SKPaint brush = Brush(paint);
        _canvas.DrawPath(drawn, brush);
    }

    private SKPaint Brush(Paint paint) => new()
    {
        Color = new SKColor((uint)(_isDark ? paint.Dark : paint.Light)).WithAlpha((byte)Math.Round(byte.MaxValue * paint.Opacity)),
        IsAntialias = true,
    };
}
