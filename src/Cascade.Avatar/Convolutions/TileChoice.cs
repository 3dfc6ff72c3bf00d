using Cascade.Inference.Managed;

namespace Cascade.Avatar.Convolutions;

/// <summary>Chooses the tiles of a layer.</summary>
internal static class TileChoice
{
    // Reading a weight from memory takes about as long as eleven multiplications with it.
    private const int WeightColumns = 11;

    /// <summary>Creates the layers of a convolution with 3 x 3 taps and stride 1; none where a plain one is faster.</summary>
    public static Layer? Same(Filter filter, Feature input, Feature output, Feature? residual, float floor, VectorWidth width)
    {
        int size = Best(input, 3, 3, [1, 2, 4, 6]);
        TilePlace place = new([0, 1, 2], [0, 1, 2], 1, 1);
        return size == 1 ? null : Create(size, filter, input, output, residual, floor, place, width);
    }

    /// <summary>
    /// Creates the layers of a transposed convolution with 3 x 3 taps and stride 2, which doubles the plane. Its outputs in even rows have one tap down, those in odd ones two, and the same across.
    /// </summary>
    public static IEnumerable<Layer> Double(Filter filter, Feature input, Feature output, float floor, VectorWidth width)
    {
        int[][] taps = [[1], [2, 0]];
        for (int part = 0; part < 4; part++)
        {
            (int down, int across) = Math.DivRem(part, 2);
            TilePlace place = new(taps[down], taps[across], 0, 0, 2, down, across);
            yield return part == 0
                ? new DirectLayer(filter, place, width) { Input = input, Output = output, Floor = floor }
                : Create(Best(input, taps[down].Length, taps[across].Length, [1, 4]), filter, input, output, null, floor, place, width);
        }
    }

    private static int Best(Feature input, int tapsDown, int tapsAcross, int[] sizes) => sizes.MinBy(size => Cost(input.Height, tapsDown, size, out int down) * Cost(input.Width, tapsAcross, size, out int across) * ((down * across) + WeightColumns));

    // Points, and tiles.
    private static int Cost(int pixels, int taps, int size, out int tiles)
    {
        size = taps == 1 ? 1 : size;
        tiles = (pixels + size - 1) / size;
        return size + taps - 1;
    }

    private static Layer Create(int size, Filter filter, Feature input, Feature output, Feature? residual, float floor, TilePlace place, VectorWidth width)
    {
        return (place.TapsDown.Length, place.TapsAcross.Length, size) switch
        {
            (3, 3, 2) => Of<Tile2Of3, Tile2Of3>(),
            (3, 3, 4) => Of<Tile4Of3, Tile4Of3>(),
            (3, 3, _) => Of<Tile6Of3, Tile6Of3>(),
            (1, 2, 1) => Of<Tile1Of1, Tile1Of2>(),
            (1, 2, _) => Of<Tile1Of1, Tile4Of2>(),
            (2, 1, 1) => Of<Tile1Of2, Tile1Of1>(),
            (2, 1, _) => Of<Tile4Of2, Tile1Of1>(),
            (2, 2, 1) => Of<Tile1Of2, Tile1Of2>(),
            _ => Of<Tile4Of2, Tile4Of2>(),
        };

        Layer Of<TDown, TAcross>()
            where TDown : struct, ITile
            where TAcross : struct, ITile =>
            new TiledLayer<TDown, TAcross>(filter, input, place, width) { Input = input, Output = output, Residual = residual, Floor = floor };
    }
}
