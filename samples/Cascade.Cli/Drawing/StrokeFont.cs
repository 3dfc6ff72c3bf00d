using System.Globalization;

namespace Cascade.Cli.Drawing;

/// <summary>A font of lines for pictures in pixels, and the widths by which text is placed in all pictures. A character that it lacks is a box.</summary>
internal static class StrokeFont
{
    private const double UnitsPerEm = 9.7;
    private const double Gap = 1.45; // between the outlines of neighbours
    private const double Space = 2.6;
    private const int CurveSteps = 8;
    private const double QuarterEllipse = 0.5523; // the handle of the cubic curve that is nearest to one
    private const string Missing = "M0 0L0 7L4 7L4 0L0 0";

    private static readonly Dictionary<char, Glyph> Known = Glyphs.Paths.ToDictionary(path => path.Key, path => Trace(path.Value));
    private static readonly Glyph Unknown = Trace(Missing);

    /// <summary>The width of a line of text.</summary>
    public static double Measure(string text, double size) => text.Sum(Advance) * size / UnitsPerEm;

    /// <summary>The pen's strokes from the start of a line of text at 0, 0; upwards is positive.</summary>
    public static IEnumerable<Spot[]> Strokes(string text, double size)
    {
        double unit = size / UnitsPerEm;
        double x = Gap / 2;
        foreach (char c in text)
        {
            if (c != ' ')
            {
                foreach (Spot[] stroke in Find(c).Strokes)
                {
                    double left = x;
                    yield return Array.ConvertAll(stroke, spot => new Spot((left + spot.X) * unit, spot.Y * unit));
                }
            }

            x += Advance(c);
        }
    }

    private static double Advance(char c) => c == ' ' ? Space : Find(c).Width + Gap;

    private static Glyph Find(char c) => Known.TryGetValue(c, out Glyph? glyph) ? glyph : Unknown;

    private static Glyph Trace(string path)
    {
        List<List<Spot>> strokes = [];
        Spot pen = default;
        foreach ((char command, double[] n) in Parse(path))
        {
            Spot end = new(n[^2], n[^1]);
            if (command == 'M')
            {
                strokes.Add([end]);
                pen = end;
                continue;
            }

            (Spot first, Spot second) = command switch
            {
                'Q' => (Towards(pen, new(n[0], n[1]), 2.0 / 3), Towards(end, new(n[0], n[1]), 2.0 / 3)),
                'C' => (new Spot(n[0], n[1]), new Spot(n[2], n[3])),
                'v' => (Towards(pen, new(pen.X, end.Y), QuarterEllipse), Towards(end, new(pen.X, end.Y), QuarterEllipse)),
                'h' => (Towards(pen, new(end.X, pen.Y), QuarterEllipse), Towards(end, new(end.X, pen.Y), QuarterEllipse)),
                _ => (pen, end),
            };
            strokes[^1].AddRange(command == 'L' ? [end] : Curve(pen, first, second, end));
            pen = end;
        }

        return new Glyph([.. strokes.Where(stroke => stroke.Count > 1).Select(stroke => stroke.ToArray())], strokes.Max(stroke => stroke.Max(spot => spot.X)));
    }

    private static IEnumerable<(char Command, double[] Numbers)> Parse(string path)
    {
        const string commands = "MLQCvh";
        for (int start = 0; start < path.Length;)
        {
            int next = path.IndexOfAny(commands.ToCharArray(), start + 1);
            int end = next < 0 ? path.Length : next;
            yield return (path[start], Array.ConvertAll(path[(start + 1)..end].Split(' '), number => double.Parse(number, CultureInfo.InvariantCulture)));
            start = end;
        }
    }

    private static IEnumerable<Spot> Curve(Spot from, Spot first, Spot second, Spot to) => Enumerable.Range(1, CurveSteps).Select(step =>
    {
        double t = (double)step / CurveSteps;
        double u = 1 - t;
        (double a, double b, double c, double d) = (u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t);
        return new Spot((a * from.X) + (b * first.X) + (c * second.X) + (d * to.X), (a * from.Y) + (b * first.Y) + (c * second.Y) + (d * to.Y));
    });

    private static Spot Towards(Spot from, Spot to, double share) => new(from.X + (share * (to.X - from.X)), from.Y + (share * (to.Y - from.Y)));

    private sealed record Glyph(Spot[][] Strokes, double Width);
}
