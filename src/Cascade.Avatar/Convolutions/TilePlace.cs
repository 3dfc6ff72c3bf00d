namespace Cascade.Avatar.Convolutions;

/// <summary>Where the tiles of a convolution read and write.</summary>
/// <param name="TapsDown">The rows of the filter that are the taps, in order.</param>
/// <param name="TapsAcross">The columns of the filter that are the taps, in order.</param>
/// <param name="PadTop">Rows of zeros above the input.</param>
/// <param name="PadLeft">Columns of zeros left of the input.</param>
/// <param name="OutputStep">Pixels from an output to the next: 2 for the parts of a transposed convolution.</param>
/// <param name="OutputTop">The row of the first output.</param>
/// <param name="OutputLeft">The column of the first output.</param>
internal sealed record TilePlace(int[] TapsDown, int[] TapsAcross, int PadTop = 0, int PadLeft = 0, int OutputStep = 1, int OutputTop = 0, int OutputLeft = 0);
