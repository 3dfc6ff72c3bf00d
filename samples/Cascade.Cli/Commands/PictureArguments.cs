using System.CommandLine;
using Cascade.Cli.Drawing;

namespace Cascade.Cli.Commands;

/// <summary>Where a picture goes and how it looks.</summary>
internal sealed class PictureArguments
{
    private const int DefaultWidth = 1200;
    private const int LeastWidth = 480;
    private const int MostWidth = 8000;
    private const double Scale = 2; // pixels of a PNG for each CSS pixel: sharp on today's screens

    private readonly string? _defaultPath;
    private readonly Option<string?> _path;

    private readonly Option<Theme> _theme = OptionFactory.Choice(
        "--theme", "The ground; auto follows the reader's system in an SVG and is light in a PNG", ("auto", Theme.Auto), ("light", Theme.Light), ("dark", Theme.Dark));

    private readonly Option<int?> _width = OptionFactory.Index("--width", $"The width in CSS pixels, {LeastWidth} to {MostWidth}; a PNG has two real ones for each [default: {DefaultWidth}]");

    /// <param name="defaultPath">Null for no picture unless one is asked for.</param>
    public PictureArguments(string? defaultPath)
    {
        _defaultPath = defaultPath;
        _path = OptionFactory.File("--output", $"The picture's file, .svg or .png [default: {defaultPath ?? "no picture"}]", "-o");
    }

    public void AddTo(Command command)
    {
        command.Add(_path);
        command.Add(_theme);
        command.Add(_width);
    }

    public int Width(ParseResult parsed) => parsed.GetValue(_width) ?? DefaultWidth;

    /// <returns>What is wrong with the options, or null.</returns>
    public string? FindFault(ParseResult parsed) =>
        Extension(parsed) is not (null or ".svg" or ".png") ? $"--output must end in .svg or .png; found '{File(parsed)}'."
        : Width(parsed) is < LeastWidth or > MostWidth ? $"--width is outside its range: {LeastWidth} to {MostWidth}."
        : null;

    /// <summary>Whether a fault is that of the picture's file.</summary>
    public bool Names(ParseResult parsed, Exception fault) => File(parsed) is { } path && fault.Message.Contains(path, StringComparison.Ordinal);

    /// <summary>Draws and writes the picture, if there is to be one.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(ParseResult parsed, double width, double height, string title, Action<ICanvas> draw)
    {
        if (File(parsed) is not { } path)
        {
            return;
        }

        Theme theme = parsed.GetValue(_theme);
        if (Extension(parsed) == ".png")
        {
            using SkiaCanvas canvas = new(width, height, Scale, theme);
            Write(canvas);
        }
        else
        {
            Write(new SvgCanvas(width, height, theme, title));
        }

        void Write(ICanvas canvas)
        {
            draw(canvas);
            using FileStream file = System.IO.File.Create(path);
            canvas.Save(file);
        }
    }

    private string? File(ParseResult parsed) => parsed.GetValue(_path) ?? _defaultPath;

    private string? Extension(ParseResult parsed) => Path.GetExtension(File(parsed))?.ToLowerInvariant();
}
