namespace Cascade.Cli.Drawing;

/// <summary>The pattern of dashed lines, in CSS pixels.</summary>
internal static class Dash
{
    public const double On = 5;
    public const double Off = 4;
}
