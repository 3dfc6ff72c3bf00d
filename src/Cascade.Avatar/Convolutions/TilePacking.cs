using System.Runtime.CompilerServices;
using Cascade.Inference.Managed;

namespace Cascade.Avatar.Convolutions;

/// <summary>Transforms the taps of a filter into the points of its tiles, packed [panel][point][input][output of the panel] as the products read them.</summary>
internal static class TilePacking
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // runs once over all weights: tier 0 would take most of the load time
    public static AlignedFloats Pack<TDown, TAcross>(Filter filter, TilePlace place, int rows)
        where TDown : struct, ITile
        where TAcross : struct, ITile
    {
        int points = TDown.Points * TAcross.Points;
        AlignedFloats packed = new(Layer.Padded(filter.Outputs) * filter.Inputs * points);
        Span<float> target = packed.Span;
        Span<float> half = stackalloc float[TDown.Taps * TAcross.Points];
        for (int output = 0; output < filter.Outputs; output++)
        {
            int first = output / rows * rows * points * filter.Inputs;
            for (int input = 0; input < filter.Inputs; input++)
            {
                for (int y = 0; y < TDown.Taps; y++)
                {
                    for (int point = 0; point < TAcross.Points; point++)
                    {
                        float sum = 0;
                        for (int x = 0; x < TAcross.Taps; x++)
                        {
                            sum += TAcross.TapTransform[(point * TAcross.Taps) + x] * filter.At(output, input, place.TapsDown[y], place.TapsAcross[x]);
                        }

                        half[(y * TAcross.Points) + point] = sum;
                    }
                }

                for (int point = 0; point < points; point++)
                {
                    (int down, int across) = Math.DivRem(point, TAcross.Points);
                    float sum = 0;
                    for (int y = 0; y < TDown.Taps; y++)
                    {
                        sum += TDown.TapTransform[(down * TDown.Taps) + y] * half[(y * TAcross.Points) + across];
                    }

                    target[first + (((point * filter.Inputs) + input) * rows) + (output % rows)] = sum;
                }
            }
        }

        return packed;
    }
}
