namespace Cascade.Cli.Drawing;

/// <summary>A picture in pixels, every shape with smooth edges, saved as PNG.</summary>
internal sealed class RasterCanvas : ICanvas
{
    private const double RegularStroke = 0.088;
    private const double BoldStroke = 0.128;
    private const int CornerSteps = 8;

    private readonly bool _isDark;
    private readonly double _scale;
    private readonly int _width;
    private readonly int _height;
    private readonly float[] _pixels;
    private readonly Coverage _coverage;

    /// <param name="width">In CSS pixels.</param>
    /// <param name="height">In CSS pixels.</param>
    /// <param name="scale">Real pixels for each of these.</param>
    /// <param name="theme">Light or dark; automatic is light.</param>
    public RasterCanvas(double width, double height, double scale, Theme theme)
    {
        (_scale, _isDark) = (scale, theme == Theme.Dark);
        (_width, _height) = ((int)Math.Ceiling(width * scale), (int)Math.Ceiling(height * scale));
        _pixels = new float[3 * _width * _height];
        _coverage = new Coverage(_width, _height);
    }

    public void Fill(Paint paint, IReadOnlyList<Box> boxes)
    {
        foreach (Box box in boxes)
        {
            AddPolygon([new(box.X, box.Y), new(box.Right, box.Y), new(box.Right, box.Bottom), new(box.X, box.Bottom)]);
        }

        Blend(paint);
    }

    public void FillRound(Paint paint, Box box, double radius)
    {
        double r = Math.Min(radius, Math.Min(box.Width, box.Height) / 2);
        (double X, double Y, double Turn)[] corners = [(box.Right - r, box.Y + r, -0.25), (box.Right - r, box.Bottom - r, 0), (box.X + r, box.Bottom - r, 0.25), (box.X + r, box.Y + r, 0.5)];
        AddPolygon([.. corners.SelectMany(corner => Enumerable.Range(0, CornerSteps + 1).Select(step =>
        {
            (double sine, double cosine) = Math.SinCos(2 * Math.PI * (corner.Turn + (0.25 * step / CornerSteps)));
            return new Spot(corner.X + (r * cosine), corner.Y + (r * sine));
        }))]);
        Blend(paint);
    }

    public void Fill(Paint paint, IReadOnlyList<Spot> outline)
    {
        AddPolygon(outline);
        Blend(paint);
    }

    public void Stroke(Paint paint, IReadOnlyList<Spot> line, double width, bool isDashed = false)
    {
        for (int i = 1; i < line.Count; i++)
        {
            foreach (Spot[] piece in isDashed ? Dash.Split(line[i - 1], line[i]) : [[line[i - 1], line[i]]])
            {
                AddStroke(piece[0], piece[1], width);
            }
        }

        Blend(paint);
    }

    public void Write(Paint paint, string text, Spot at, TextStyle style)
    {
        double length = StrokeFont.Measure(text, style.Size);
        double x = style.Align switch { TextAlign.Middle => at.X - (length / 2), TextAlign.End => at.X - length, _ => at.X };
        double width = style.Size * (style.IsBold ? BoldStroke : RegularStroke);
        foreach (Spot[] stroke in StrokeFont.Strokes(text, style.Size))
        {
            for (int i = 1; i < stroke.Length; i++)
            {
                AddStroke(new(x + stroke[i - 1].X, at.Y - stroke[i - 1].Y), new(x + stroke[i].X, at.Y - stroke[i].Y), width);
            }
        }

        Blend(paint);
    }

    public void Save(Stream output)
    {
        byte[] bytes = Array.ConvertAll(_pixels, value => (byte)Math.Clamp(value + 0.5f, 0, 255));
        PngWriter.Write(output, bytes, _width, _height);
    }

    private void AddPolygon(IReadOnlyList<Spot> outline)
    {
        for (int i = 0; i < outline.Count; i++)
        {
            Spot from = outline[i];
            Spot to = outline[(i + 1) % outline.Count];
            _coverage.AddEdge(from.X * _scale, from.Y * _scale, to.X * _scale, to.Y * _scale);
        }
    }

    private void AddStroke(Spot from, Spot to, double width) =>
        _coverage.AddStroke(from.X * _scale, from.Y * _scale, to.X * _scale, to.Y * _scale, width * _scale / 2);

    private void Blend(Paint paint)
    {
        int colour = _isDark ? paint.Dark : paint.Light;
        (float red, float green, float blue) = ((colour >> 16) & 0xFF, (colour >> 8) & 0xFF, colour & 0xFF);
        _coverage.Drain((pixel, coverage) =>
        {
            float share = coverage * (float)paint.Opacity;
            Span<float> rgb = _pixels.AsSpan(3 * pixel, 3);
            rgb[0] += share * (red - rgb[0]);
            rgb[1] += share * (green - rgb[1]);
            rgb[2] += share * (blue - rgb[2]);
        });
    }
}
