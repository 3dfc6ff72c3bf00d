using System.Security;
using System.Text;

namespace Cascade.Cli.Drawing;

/// <summary>A picture as SVG: colours are classes, so that a picture for either ground states both sets once. Source: W3C, SVG 1.1.</summary>
internal sealed class SvgCanvas(double width, double height, Theme theme, string title) : ICanvas
{
    private const string Fonts = "system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
    private readonly StringBuilder _shapes = new();
    private readonly Dictionary<string, Paint> _paints = [];

    public void Fill(Paint paint, IReadOnlyList<Box> boxes)
    {
        if (boxes.Count == 0)
        {
            return;
        }

        BeginPath(paint, "f");
        foreach (Box box in boxes)
        {
            _shapes.Append($"M{N(box.X)} {N(box.Y)}h{N(box.Width)}v{N(box.Height)}h{N(-box.Width)}z");
        }

        _shapes.Append("\"/>\n");
    }

    public void FillRound(Paint paint, Box box, double radius) =>
        _shapes.Append($"<rect class=\"{Use(paint, "f")}\" x=\"{N(box.X)}\" y=\"{N(box.Y)}\" width=\"{N(box.Width)}\" height=\"{N(box.Height)}\" rx=\"{N(Math.Min(radius, box.Width / 2))}\"/>\n");

    public void Fill(Paint paint, IReadOnlyList<Spot> outline)
    {
        BeginPath(paint, "f");
        AppendLine(outline);
        _shapes.Append("z\"/>\n");
    }

    public void Stroke(Paint paint, IReadOnlyList<Spot> line, double width, bool isDashed = false)
    {
        BeginPath(paint, "s");
        AppendLine(line);
        _shapes.Append($"\" stroke-width=\"{N(width)}\"{(isDashed ? $" stroke-dasharray=\"{N(Dash.On)} {N(Dash.Off)}\"" : "")}/>\n");
    }

    public void Write(Paint paint, string text, Spot at, TextStyle style)
    {
        string anchor = style.Align switch { TextAlign.Middle => " text-anchor=\"middle\"", TextAlign.End => " text-anchor=\"end\"", _ => "" };
        string weight = style.IsBold ? " font-weight=\"600\"" : "";
        _shapes.Append($"<text class=\"{Use(paint, "f")}\" x=\"{N(at.X)}\" y=\"{N(at.Y)}\" font-size=\"{N(style.Size)}\"{weight}{anchor}>{Escape(text)}</text>\n");
    }

    public void Save(Stream output)
    {
        using StreamWriter writer = new(output, leaveOpen: true); // UTF-8 without a mark
        writer.Write($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {N(width)} {N(height)}\" width=\"{N(width)}\" height=\"{N(height)}\" role=\"img\">\n");
        writer.Write($"<title>{Escape(title)}</title>\n<style>\n");
        writer.Write($"text{{font-family:{Fonts};font-variant-numeric:tabular-nums}}.s{{fill:none;stroke-linejoin:round;stroke-linecap:round}}\n");
        writer.Write(Colours(isDark: theme == Theme.Dark));
        if (theme == Theme.Auto)
        {
            writer.Write($"@media(prefers-color-scheme:dark){{\n{Colours(isDark: true)}}}\n");
        }

        writer.Write("</style>\n");
        writer.Write(_shapes);
        writer.Write("</svg>\n");
    }

    private string Colours(bool isDark)
    {
        StringBuilder css = new();
        foreach ((string name, Paint paint) in _paints)
        {
            string property = name.StartsWith('s') ? "stroke" : "fill";
            css.Append($".{name}{{{property}:#{(isDark ? paint.Dark : paint.Light):x6}{(paint.Opacity < 1 ? $";{property}-opacity:{N(paint.Opacity)}" : "")}}}\n");
        }

        return css.ToString();
    }

    private void BeginPath(Paint paint, string kind) => _shapes.Append($"<path class=\"{(kind == "s" ? "s " : "")}{Use(paint, kind)}\" d=\"");

    private string Use(Paint paint, string kind)
    {
        string name = $"{kind}-{paint.Name}";
        _paints[name] = paint;
        return name;
    }

    // Steps between rounded positions, so that rounding does not add up along the line.
    private void AppendLine(IReadOnlyList<Spot> line)
    {
        (decimal x, decimal y) = (0, 0);
        for (int i = 0; i < line.Count; i++)
        {
            (decimal nextX, decimal nextY) = (Math.Round((decimal)line[i].X, 1), Math.Round((decimal)line[i].Y, 1));
            _shapes.Append(i == 0 ? $"M{nextX:0.#} {nextY:0.#}" : $"{(i == 1 ? "l" : " ")}{nextX - x:0.#} {nextY - y:0.#}");
            (x, y) = (nextX, nextY);
        }
    }

    private static string N(double value) => value.ToString("0.##");

    // Control characters have no place in XML, not even escaped.
    private static string Escape(string text) => SecurityElement.Escape(string.Concat(text.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '\uFFFD' : c)));
}
