namespace Cascade.Cli.Drawing;

/// <summary>The ground that a picture is made for.</summary>
internal enum Theme
{
    /// <summary>What the reader's system asks for, where the format can follow it (SVG); otherwise light.</summary>
    Auto,

    /// <summary>White ground.</summary>
    Light,

    /// <summary>Dark ground.</summary>
    Dark,
}
