namespace Cascade.Cli.Drawing;

/// <summary>A rectangle of a picture, in units of a CSS pixel from the upper left corner.</summary>
internal readonly record struct Box(double X, double Y, double Width, double Height)
{
    public double Right => X + Width;

    public double Bottom => Y + Height;

    public double MiddleY => Y + (Height / 2);
}
