using System.Globalization;
using System.Xml.Linq;

namespace Cascade.Tests.Cli;

/// <summary>A picture of the command line, taken apart.</summary>
internal sealed class SvgPicture(XDocument document)
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    public static SvgPicture Load(string path) => new(XDocument.Load(path)); // which fails if it is no XML

    public double Width => Number(document.Root!, "width");

    public double Height => Number(document.Root!, "height");

    public string Style => document.Descendants(Svg + "style").Single().Value;

    public string Title => document.Descendants(Svg + "title").Single().Value;

    /// <summary>Every line of text with its size and the range that it takes, by the widths of a wide font.</summary>
    public (string Words, double X, double Y, double Left, double Right)[] Texts =>
    [
        .. document.Descendants(Svg + "text").Select(text =>
        {
            (double x, double width) = (Number(text, "x"), 0.62 * Number(text, "font-size") * text.Value.Length);
            double left = (string?)text.Attribute("text-anchor") switch { "middle" => x - (width / 2), "end" => x - width, _ => x };
            return (text.Value, x, Number(text, "y"), left, left + width);
        }),
    ];

    /// <summary>The bars with round corners.</summary>
    public (double X, double Width)[] Bars => [.. document.Descendants(Svg + "rect").Select(rect => (Number(rect, "x"), Number(rect, "width")))];

    /// <summary>The rectangles of a colour.</summary>
    public (double X, double Y, double Width, double Height)[] Boxes(string paint) =>
    [
        .. from path in Paths($"f-{paint}")
           from box in path.Split('M', StringSplitOptions.RemoveEmptyEntries)
           where box.Contains('h') // others are polygons
           let n = box.Split([' ', 'h', 'v', 'z']).Where(number => number.Length > 0).Select(Parse).ToArray()
           select (n[0], n[1], n[2], n[3]),
    ];

    /// <summary>The spots of a line in a colour, from its steps.</summary>
    public (double X, double Y)[] Line(string paint)
    {
        double[] n = [.. Paths($"s s-{paint}").Single().Split(['M', 'l', ' '], StringSplitOptions.RemoveEmptyEntries).Select(Parse)];
        List<(double X, double Y)> spots = [(n[0], n[1])];
        for (int i = 2; i < n.Length; i += 2)
        {
            spots.Add((spots[^1].X + n[i], spots[^1].Y + n[i + 1]));
        }

        return [.. spots];
    }

    private IEnumerable<string> Paths(string name) => document.Descendants(Svg + "path").Where(path => (string?)path.Attribute("class") == name).Select(path => (string)path.Attribute("d")!);

    private static double Number(XElement element, string name) => Parse((string)element.Attribute(name)!);

    private static double Parse(string number) => double.Parse(number, CultureInfo.InvariantCulture);
}
