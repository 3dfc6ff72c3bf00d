using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Cascade.Inference.Managed;
using Cascade.Inference.Managed.Kernels;

namespace Cascade.Avatar.Convolutions;

/// <summary>
/// A convolution by tiles (see <see cref="ITile"/>), or one of the four that a transposed convolution of stride 2 consists of. Each point of the tiles is a matrix product of its own: weights by tiles.
/// </summary>
internal sealed class TiledLayer<TDown, TAcross> : Layer
    where TDown : struct, ITile
    where TAcross : struct, ITile
{
    private const int Lanes = 8;
    private const int Gap = 16; // between the values of two points: at a distance of a power of two they would share a few lines of the cache

    private readonly PanelKernel _kernel;
    private readonly AlignedFloats _weights;
    private readonly AlignedFloats _bias;
    private readonly AlignedFloats _zeros = new(64);
    private readonly TilePlace _place;
    private readonly int _tilesDown;
    private readonly int _tilesAcross;
    private readonly int _tilesAtOnce;

    public TiledLayer(Filter filter, Feature input, TilePlace place, VectorWidth width)
    {
        _place = place;
        _kernel = PanelKernel.For(filter.Outputs, width);
        _weights = TilePacking.Pack<TDown, TAcross>(filter, place, _kernel.Rows);
        _bias = BiasOf(filter);
        _tilesDown = (input.Height + TDown.Size - 1) / TDown.Size;
        _tilesAcross = (input.Width + TAcross.Size - 1) / TAcross.Size;
        int floats = Points * Math.Max(input.Channels, _kernel.Rows);
        _tilesAtOnce = Math.Max(6, Workspace.BlockFloats / floats / 6 * 6); // the inner loop takes six columns at once
    }

    public override int Block => Points * ((_tilesAtOnce * Math.Max(Input.Channels, _kernel.Rows)) + Gap);

    private static int Points => TDown.Points * TAcross.Points;

    public override void Run(Workspace work, int frames)
    {
        int tiles = frames * _tilesDown * _tilesAcross;
        for (int first = 0; first < tiles; first += _tilesAtOnce)
        {
            int count = Math.Min(_tilesAtOnce, tiles - first);
            for (int tile = 0; tile < count; tile++)
            {
                Gather(work, first + tile, tile, (count * Input.Channels) + Gap);
            }

            for (int output = 0; output < Output.Channels; output += _kernel.Rows)
            {
                Multiply(work, output, count);
                for (int tile = 0; tile < count; tile++)
                {
                    Scatter(work, first + tile, tile, (count * _kernel.Rows) + Gap, output);
                }
            }
        }
    }

    private void Multiply(Workspace work, int output, int count)
    {
        int rows = _kernel.Rows;
        int channels = Input.Channels;
        for (int point = 0; point < Points; point++)
        {
            Product product = new()
            {
                Weights = ref Unsafe.Add(ref _weights.First, ((output * Points) + (point * rows)) * channels),
                Depth = (nuint)channels,
                Input = ref Unsafe.Add(ref work.Inputs.First, point * ((count * channels) + Gap)),
                InputStride = (nuint)channels,
                Initial = ref _zeros.First,
                Output = ref Unsafe.Add(ref work.Products.First, point * ((count * rows) + Gap)),
                OutputStride = (nuint)rows,
                Floor = float.NegativeInfinity,
            };
            _kernel.Run(ref product, count);
        }
    }

    // Of the next tile: features do not fit the caches, and the processor does not foresee places in several rows. Saves a fifth of a layer's time.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Prefetch(ref float place) => Sse.Prefetch0(Unsafe.AsPointer(ref place));

    private (int Frame, int Top, int Left) Find(int tile)
    {
        (int row, int column) = Math.DivRem(tile, _tilesAcross);
        (int frame, row) = Math.DivRem(row, _tilesDown);
        return (frame, row * TDown.Size, column * TAcross.Size);
    }

    // A tile's inputs become points.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // in tier 0 each vector operation is a call
    private void Gather(Workspace work, int tile, int index, int pointStep)
    {
        (int frame, int top, int left) = Find(tile);
        top -= _place.PadTop;
        left -= _place.PadLeft;
        int pixel = Input.Stride;
        int row = Input.Width * pixel;
        ref float source = ref Unsafe.Add(ref work.First(Input), (frame * Input.Pixels * pixel) + (top * row) + (left * pixel));
        if (top < 0 || left < 0 || top + TDown.Points > Input.Height || left + TAcross.Points > Input.Width)
        {
            CopyEdge(work, frame, top, left);
            pixel = Input.Channels;
            row = TAcross.Points * pixel;
            source = ref work.Edge.First;
        }

        ref float half = ref work.Tile.First;
        ref float target = ref Unsafe.Add(ref work.Inputs.First, index * Input.Channels);
        for (int channel = 0; channel < Input.Channels; channel += Lanes)
        {
            for (int y = 0; y < TDown.Points; y++)
            {
                for (int x = TAcross.Points; x < TAcross.Points + TAcross.Size; x++)
                {
                    Prefetch(ref Unsafe.Add(ref source, (y * row) + (x * pixel) + channel));
                }

                TAcross.ToPoints(ref Unsafe.Add(ref source, (y * row) + channel), (nuint)pixel, ref Unsafe.Add(ref half, y * TAcross.Points * Lanes), (nuint)Lanes);
            }

            for (int x = 0; x < TAcross.Points; x++)
            {
                TDown.ToPoints(
                    ref Unsafe.Add(ref half, x * Lanes), (nuint)(TAcross.Points * Lanes), ref Unsafe.Add(ref target, (x * pointStep) + channel), (nuint)(TAcross.Points * pointStep));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // as above
    private void CopyEdge(Workspace work, int frame, int top, int left)
    {
        int channels = Input.Channels;
        Span<float> edge = work.Edge.Span[..(Points * channels)];
        edge.Clear();
        for (int y = Math.Max(0, -top); y < Math.Min(TDown.Points, Input.Height - top); y++)
        {
            for (int x = Math.Max(0, -left); x < Math.Min(TAcross.Points, Input.Width - left); x++)
            {
                ref float source = ref Unsafe.Add(ref work.First(Input), ((frame * Input.Pixels) + ((top + y) * Input.Width) + left + x) * Input.Stride);
                MemoryMarshal.CreateReadOnlySpan(ref source, channels).CopyTo(edge[(((y * TAcross.Points) + x) * channels)..]);
            }
        }
    }

    // A tile's products become outputs.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // as above
    private void Scatter(Workspace work, int tile, int index, int pointStep, int output)
    {
        (int frame, int top, int left) = Find(tile);
        int down = Math.Min(TDown.Size, Input.Height - top);
        int across = Math.Min(TAcross.Size, Input.Width - left);
        int step = _place.OutputStep;
        int pixel = (((frame * Output.Height) + (top * step) + _place.OutputTop) * Output.Width) + (left * step) + _place.OutputLeft;
        ref float half = ref work.Tile.First;
        ref float target = ref Unsafe.Add(ref work.First(Output), (pixel * Output.Stride) + output);
        Feature added = Residual ?? Output;
        ref float addend = ref Unsafe.Add(ref work.First(added), (pixel * added.Stride) + output);
        Vector256<float> least = Vector256.Create(Floor);
        ref float last = ref Unsafe.Add(ref half, TDown.Size * TAcross.Points * Lanes);
        for (int channel = 0; channel < _kernel.Rows; channel += Lanes)
        {
            ref float source = ref Unsafe.Add(ref work.Products.First, (index * _kernel.Rows) + channel);
            for (int x = 0; x < TAcross.Points; x++)
            {
                TDown.ToOutputs(
                    ref Unsafe.Add(ref source, x * pointStep), (nuint)(TAcross.Points * pointStep), ref Unsafe.Add(ref half, x * Lanes), (nuint)(TAcross.Points * Lanes));
            }

            Vector256<float> bias = Vector256.LoadUnsafe(ref _bias.First, (nuint)(output + channel));
            for (int y = 0; y < down; y++)
            {
                TAcross.ToOutputs(ref Unsafe.Add(ref half, y * TAcross.Points * Lanes), (nuint)Lanes, ref last, (nuint)Lanes);
                for (int x = 0; x < across; x++)
                {
                    int place = ((y * Output.Width) + x) * step;
                    int next = place + (TAcross.Size * step);
                    Prefetch(ref Unsafe.Add(ref target, (next * Output.Stride) + channel));
                    Prefetch(ref Unsafe.Add(ref addend, (next * added.Stride) + channel));
                    Vector256<float> sum = Vector256.LoadUnsafe(ref last, (nuint)(x * Lanes)) + bias;
                    if (Residual is not null)
                    {
                        sum += Vector256.LoadUnsafe(ref addend, (nuint)((place * added.Stride) + channel));
                    }

                    Vector256.MaxNative(least, sum).StoreUnsafe(ref target, (nuint)((place * Output.Stride) + channel));
                }
            }
        }
    }
}
