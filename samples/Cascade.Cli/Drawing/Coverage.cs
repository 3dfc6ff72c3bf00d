namespace Cascade.Cli.Drawing;

/// <summary>
/// How much of each pixel a shape covers. Polygons are exact: each edge adds the area to its right, signed by its direction, and the sum along a row is what lies inside.
/// Strokes are as wide as the distance from their middle line, to which half a pixel of blur is added.
/// </summary>
internal sealed class Coverage
{
    private readonly int _width;
    private readonly int _height;
    private readonly float[] _areas;
    private readonly float[] _strokes;
    private int _top;
    private int _bottom;

    public Coverage(int width, int height)
    {
        (_width, _height, _top) = (width, height, height);
        _areas = new float[(width + 2) * height]; // two more than the row: an edge in its last column spills over
        _strokes = new float[width * height];
    }

    public void AddEdge(double x0, double y0, double x1, double y1)
    {
        if (y0 == y1)
        {
            return;
        }

        float sign = y0 < y1 ? 1 : -1;
        (double topX, double topY, double bottomX, double bottomY) = y0 < y1 ? (x0, y0, x1, y1) : (x1, y1, x0, y0);
        double slope = (bottomX - topX) / (bottomY - topY);
        int first = Math.Max(0, (int)Math.Floor(topY));
        int end = Math.Min(_height, (int)Math.Ceiling(bottomY));
        Touch(first, end);
        for (int y = first; y < end; y++)
        {
            double from = Math.Max(y, topY);
            double to = Math.Min(y + 1, bottomY);
            AddRow(y, Math.Clamp(topX + ((from - topY) * slope), 0, _width), Math.Clamp(topX + ((to - topY) * slope), 0, _width), (float)(to - from) * sign);
        }
    }

    public void AddStroke(double x0, double y0, double x1, double y1, double halfWidth)
    {
        double reach = halfWidth + 1;
        (int left, int right) = (Math.Max(0, (int)(Math.Min(x0, x1) - reach)), Math.Min(_width, (int)(Math.Max(x0, x1) + reach) + 1));
        (int first, int end) = (Math.Max(0, (int)(Math.Min(y0, y1) - reach)), Math.Min(_height, (int)(Math.Max(y0, y1) + reach) + 1));
        Touch(first, end);
        (double dx, double dy) = (x1 - x0, y1 - y0);
        double square = (dx * dx) + (dy * dy);
        for (int y = first; y < end; y++)
        {
            for (int x = left; x < right; x++)
            {
                (double px, double py) = (x + 0.5 - x0, y + 0.5 - y0);
                double along = square == 0 ? 0 : Math.Clamp(((px * dx) + (py * dy)) / square, 0, 1);
                (double offX, double offY) = (px - (along * dx), py - (along * dy));
                double distance = Math.Sqrt((offX * offX) + (offY * offY));
                ref float covered = ref _strokes[(y * _width) + x];
                covered = Math.Max(covered, (float)Math.Clamp(halfWidth + 0.5 - distance, 0, Math.Min(1, 2 * halfWidth)));
            }
        }
    }

    /// <summary>Hands over every pixel that is covered, with its share, and begins anew.</summary>
    public void Drain(Action<int, float> take)
    {
        for (int y = _top; y < _bottom; y++)
        {
            Span<float> areas = _areas.AsSpan(y * (_width + 2), _width + 2);
            Span<float> strokes = _strokes.AsSpan(y * _width, _width);
            float inside = 0;
            for (int x = 0; x < _width; x++)
            {
                inside += areas[x];
                float share = Math.Max(Math.Min(Math.Abs(inside), 1), strokes[x]);
                if (share > 1e-4f) // what rounding leaves behind is nothing
                {
                    take((y * _width) + x, share);
                }
            }

            areas.Clear();
            strokes.Clear();
        }

        (_top, _bottom) = (_height, 0);
    }

    // The area to the right of an edge's piece within a row, given as differences from pixel to pixel.
    private void AddRow(int y, double from, double to, float rise)
    {
        Span<float> row = _areas.AsSpan(y * (_width + 2), _width + 2);
        (double left, double right) = from < to ? (from, to) : (to, from);
        int first = (int)left;
        int last = (int)right;
        for (int x = first; x <= last; x++)
        {
            // Within this pixel the piece runs from one x to another; its area to the right is that of a trapezoid.
            double enter = Math.Max(left, x);
            double leave = Math.Min(right, x + 1);
            double part = right > left ? (leave - enter) / (right - left) : 1;
            double area = part * (x + 1 - ((enter + leave) / 2));
            row[x] += (float)(rise * area);
            row[x + 1] += (float)(rise * (part - area));
        }
    }

    private void Touch(int first, int end) => (_top, _bottom) = (Math.Min(_top, first), Math.Max(_bottom, end));
}
