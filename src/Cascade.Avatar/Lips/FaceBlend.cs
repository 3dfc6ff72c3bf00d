using SkiaSharp;

namespace Cascade.Avatar.Lips;

/// <summary>
/// Draws the network's lower half of a face over a picture. A mask with soft edges hides the seam: nothing of the upper half is taken, which the network only copies with less detail, and nothing of the rim, where
/// its background differs.
/// </summary>
internal sealed class FaceBlend
{
    // Parts of the box's height and width.
    private const double MaskBegins = 0.42;
    private const double MaskIsFull = 0.56;
    private const double Rim = 0.12;

    private readonly SKRectI _face;
    private readonly float[] _mask;
    private readonly (int Pixel, float Part)[] _columns;
    private readonly (int Pixel, float Part)[] _rows;
    private readonly int _firstRow;

    public FaceBlend(SKRectI face)
    {
        _face = face;
        _columns = Positions(face.Width);
        _rows = Positions(face.Height);
        _firstRow = (int)(face.Height * MaskBegins);
        _mask = new float[face.Width * face.Height];
        for (int y = _firstRow; y < face.Height; y++)
        {
            double down = (y + 0.5) / face.Height;
            double vertical = Math.Min(Ramp((down - MaskBegins) / (MaskIsFull - MaskBegins)), Ramp((1 - down) / Rim));
            for (int x = 0; x < face.Width; x++)
            {
                double across = (x + 0.5) / face.Width;
                _mask[(y * face.Width) + x] = (float)(vertical * Ramp(Math.Min(across, 1 - across) / Rim));
            }
        }
    }

    /// <summary>Draws into a frame.</summary>
    /// <param name="lips">Planes of blue, green and red, 0 to 1.</param>
    /// <param name="frame">Blue, green, red, 255 of each pixel; holds the picture.</param>
    /// <param name="width">Pixels of a row of the frame.</param>
    public void Draw(ReadOnlySpan<float> lips, Span<byte> frame, int width)
    {
        for (int y = _firstRow; y < _face.Height; y++)
        {
            Span<byte> row = frame.Slice(((((_face.Top + y) * width) + _face.Left) * 4), _face.Width * 4);
            ReadOnlySpan<float> mask = _mask.AsSpan(y * _face.Width, _face.Width);
            for (int x = 0; x < mask.Length; x++)
            {
                if (mask[x] == 0)
                {
                    continue;
                }

                for (int color = 0; color < 3; color++)
                {
                    float drawn = 255 * Math.Clamp(Sample(lips.Slice(color * LipSyncSignature.PlaneValues, LipSyncSignature.PlaneValues), _columns[x], _rows[y]), 0, 1);
                    float before = row[(x * 4) + color];
                    row[(x * 4) + color] = (byte)(before + (mask[x] * (drawn - before)) + 0.5f);
                }
            }
        }
    }

    private static float Sample(ReadOnlySpan<float> plane, (int Pixel, float Part) column, (int Pixel, float Part) row)
    {
        int at = (row.Pixel * LipSyncSignature.Side) + column.Pixel;
        float above = plane[at] + (column.Part * (plane[at + 1] - plane[at]));
        at += LipSyncSignature.Side;
        float below = plane[at] + (column.Part * (plane[at + 1] - plane[at]));
        return above + (row.Part * (below - above));
    }

    // For each pixel of the box, the pixel of the network before it, and how far it lies towards the next.
    private static (int Pixel, float Part)[] Positions(int pixels)
    {
        (int, float)[] positions = new (int, float)[pixels];
        for (int i = 0; i < pixels; i++)
        {
            float at = Math.Clamp(((i + 0.5f) * LipSyncSignature.Side / pixels) - 0.5f, 0, LipSyncSignature.Side - 1.001f);
            positions[i] = ((int)at, at - (int)at);
        }

        return positions;
    }

    // From 0 to 1 without an edge at either end.
    private static double Ramp(double value)
    {
        double inside = Math.Clamp(value, 0, 1);
        return inside * inside * (3 - (2 * inside));
    }
}
