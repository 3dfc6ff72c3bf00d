namespace Cascade.Cli.Drawing;

/// <summary>How a line of text looks.</summary>
/// <param name="Size">The font's size in CSS pixels.</param>
/// <param name="Align">Which end of the line stands at its position.</param>
/// <param name="IsBold">Whether it is a heading.</param>
internal sealed record TextStyle(double Size, TextAlign Align = TextAlign.Start, bool IsBold = false);
