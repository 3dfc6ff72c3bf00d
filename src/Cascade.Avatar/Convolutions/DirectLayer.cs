using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Cascade.Inference.Managed;
using Cascade.Inference.Managed.Kernels;

namespace Cascade.Avatar.Convolutions;

/// <summary>A convolution of any size and stride as one matrix product: weights by the inputs under each output. Planes of a few pixels are fastest this way, because each weight is read once.</summary>
internal sealed class DirectLayer : Layer
{
    private const int DepthAtOnce = 1024; // a panel's weights for so many terms stay in the second-level cache while all columns pass

    private readonly PanelKernel _kernel;
    private readonly AlignedFloats _weights;
    private readonly AlignedFloats _bias;
    private readonly (int Down, int Across) _stride;
    private readonly (int Top, int Left) _pad;
    private readonly int _height;
    private readonly int _width;
    private readonly int _depth;
    private readonly int _fold;
    private readonly int _step;
    private readonly bool _isPointwise;
    private readonly int _columnsAtOnce;

    /// <param name="filter">The weights.</param>
    /// <param name="stride">Pixels of the input from one output to the next.</param>
    /// <param name="pad">Zeros above and left of the input.</param>
    /// <param name="isFlipped">Whether the last tap comes first: a transposed convolution of stride 1.</param>
    /// <param name="width">The widest vectors that may be used.</param>
    /// <param name="fold">Neighbouring outputs that a column computes together, as if they were more channels: a few channels fill no panel.</param>
    public DirectLayer(Filter filter, (int Down, int Across) stride, (int Top, int Left) pad, bool isFlipped, VectorWidth width, int fold = 1)
    {
        (_height, _width, _stride, _pad, _fold, _step) = (filter.Height, filter.Width + ((fold - 1) * stride.Across), stride, pad, fold, 1);
        _isPointwise = (filter.Height, filter.Width) == (1, 1) && stride == (1, 1) && pad == (0, 0) && fold == 1;
        _kernel = PanelKernel.For(Padded(filter.Outputs) * fold, width);
        _depth = _height * _width * filter.Inputs;
        _weights = Pack(filter, isFlipped);
        _bias = BiasOf(filter, fold);
        _columnsAtOnce = Math.Max(12, Workspace.BlockFloats / _depth / 6 * 6);
    }

    // The part of a transposed convolution of stride 2 that has one tap: outputs in even rows and columns.
    public DirectLayer(Filter filter, TilePlace place, VectorWidth width)
        : this(filter.Tap(place.TapsDown[0], place.TapsAcross[0]), (1, 1), (0, 0), false, width) => _step = place.OutputStep;

    public override int Block => _columnsAtOnce * Math.Max(_depth, _kernel.Rows);

    public override void Run(Workspace work, int frames)
    {
        if (_step > 1)
        {
            RunRows(work, frames * Input.Height);
            return;
        }

        int columns = frames * Output.Pixels / _fold;
        for (int first = 0; first < columns; first += _columnsAtOnce)
        {
            int count = Math.Min(_columnsAtOnce, columns - first);
            for (int column = 0; column < count && !_isPointwise; column++)
            {
                Gather(work, (first + column) * _fold, work.Inputs.Span.Slice(column * _depth, _depth));
            }

            if (Residual is not null)
            {
                Prepare(work, first, count);
            }

            for (int output = 0; output < Padded(Output.Channels); output += _kernel.Rows)
            {
                Multiply(work, first, count, output);
            }

            for (int pixel = 0; pixel < count * _fold && _fold > 1; pixel++)
            {
                ref float target = ref Unsafe.Add(ref work.First(Output), ((first * _fold) + pixel) * Output.Stride);
                work.Products.Span.Slice(pixel * Output.Channels, Output.Channels).CopyTo(MemoryMarshal.CreateSpan(ref target, Output.Channels));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // runs once over all weights: tier 0 would take most of the load time
    private AlignedFloats Pack(Filter filter, bool isFlipped)
    {
        int rows = _kernel.Rows;
        int padded = Padded(filter.Outputs);
        AlignedFloats packed = new(padded * _fold * _depth);
        Span<float> target = packed.Span;
        for (int row = 0; row < padded * _fold; row++)
        {
            (int pixel, int output) = Math.DivRem(row, padded);
            for (int y = 0; y < filter.Height && output < filter.Outputs; y++)
            {
                for (int x = 0; x < filter.Width; x++)
                {
                    int place = (row / rows * rows * _depth) + (((y * _width) + x + (pixel * _stride.Across)) * filter.Inputs * rows) + (row % rows);
                    for (int input = 0; input < filter.Inputs; input++)
                    {
                        target[place + (input * rows)] = isFlipped ? filter.At(output, input, filter.Height - 1 - y, filter.Width - 1 - x) : filter.At(output, input, y, x);
                    }
                }
            }
        }

        return packed;
    }

    private void RunRows(Workspace work, int rows)
    {
        for (int output = 0; output < Output.Channels; output += _kernel.Rows)
        {
            for (int row = 0; row < rows; row++)
            {
                Multiply(work, row * Input.Width, Input.Width, output);
            }
        }
    }

    private void Multiply(Workspace work, int first, int count, int output)
    {
        int stride = _fold > 1 ? _kernel.Rows : _step * Output.Stride;
        ref float result = ref _fold > 1 ? ref work.Products.First : ref Unsafe.Add(ref work.First(Output), (first * _step * stride) + output);
        for (int depth = 0; depth < _depth; depth += DepthAtOnce)
        {
            bool goesOn = depth > 0 || Residual is not null;
            Product product = new()
            {
                Weights = ref Unsafe.Add(ref _weights.First, (output * _depth) + (depth * _kernel.Rows)),
                Depth = (nuint)Math.Min(DepthAtOnce, _depth - depth),
                Input = ref _isPointwise ? ref Unsafe.Add(ref work.First(Input), (first * Input.Stride) + depth) : ref Unsafe.Add(ref work.Inputs.First, depth),
                InputStride = (nuint)(_isPointwise ? Input.Stride : _depth),
                Initial = ref goesOn ? ref result : ref Unsafe.Add(ref _bias.First, output),
                InitialStride = goesOn ? (nuint)stride : 0,
                Output = ref result,
                OutputStride = (nuint)stride,
                Floor = depth + DepthAtOnce < _depth ? float.NegativeInfinity : Floor,
            };
            _kernel.Run(ref product, count);
        }
    }

    // The inputs under an output: rows of taps, with zeros beside the plane.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // in tier 0 it takes longer than the product
    private void Gather(Workspace work, int pixel, Span<float> column)
    {
        (int row, int across) = Math.DivRem(pixel, Output.Width);
        (int frame, int down) = Math.DivRem(row, Output.Height);
        int top = (down * _stride.Down) - _pad.Top;
        int left = (across * _stride.Across) - _pad.Left;
        int from = Math.Max(0, -left);
        int to = Math.Min(_width, Input.Width - left);
        int channels = Input.Channels;
        for (int y = 0; y < _height; y++)
        {
            Span<float> taps = column.Slice(y * _width * channels, _width * channels);
            if (top + y < 0 || top + y >= Input.Height || from >= to)
            {
                taps.Clear();
                continue;
            }

            if (to - from < _width)
            {
                taps.Clear();
            }

            ref float source = ref Unsafe.Add(ref work.First(Input), ((frame * Input.Pixels) + ((top + y) * Input.Width) + left + from) * Input.Stride);
            int run = Input.Stride == channels ? to - from : 1;
            for (int x = from; x < to; x += run)
            {
                MemoryMarshal.CreateReadOnlySpan(ref source, run * channels).CopyTo(taps[(x * channels)..]);
                source = ref Unsafe.Add(ref source, run * Input.Stride);
            }
        }
    }

    // Sums begin with what is added to them.
    private void Prepare(Workspace work, int first, int count)
    {
        Feature residual = Residual!.Value;
        for (int pixel = first; pixel < first + count; pixel++)
        {
            ref float source = ref Unsafe.Add(ref work.First(residual), pixel * residual.Stride);
            ref float target = ref Unsafe.Add(ref work.First(Output), pixel * Output.Stride);
            for (int channel = 0; channel < Output.Channels; channel++)
            {
                Unsafe.Add(ref target, channel) = Unsafe.Add(ref source, channel) + Unsafe.Add(ref _bias.First, channel);
            }
        }
    }
}
