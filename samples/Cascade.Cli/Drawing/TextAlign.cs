namespace Cascade.Cli.Drawing;

/// <summary>Which point of a line of text stands at its position.</summary>
internal enum TextAlign
{
    /// <summary>Its left end.</summary>
    Start,

    /// <summary>Its middle.</summary>
    Middle,

    /// <summary>Its right end.</summary>
    End,
}
