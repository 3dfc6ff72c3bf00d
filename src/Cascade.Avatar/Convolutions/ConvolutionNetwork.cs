using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Cascade.Inference.Managed;
using Cascade.Inference.ModelFile;

namespace Cascade.Avatar.Convolutions;

/// <summary>
/// Computes networks that consist of convolutions, on one core. Own code, because a frame of a full-size lip network needs four billion multiplications the plain way, which ONNX Runtime goes: near all that a
/// core of 16 a cycle can do in twice a frame's time (<c>benchmarks avatar</c> measures both). Four of five are in convolutions of 3 x 3 taps, which tiles compute with a quarter of the multiplications, and most
/// others in transposed ones, which tiles compute with about half. The rest is a matrix product, for which the voice network's inner loop serves.
/// </summary>
internal sealed class ConvolutionNetwork
{
    private const int FramesAtOnce = 4; // each weight is read once for all of them; more save nothing

    private readonly ConcurrentBag<Workspace> _idle = [];
    private readonly List<Layer> _layers;
    private readonly List<int> _buffers;
    private readonly Feature[] _inputs;
    private readonly Feature _output;
    private readonly bool _isSigmoid;

    private ConvolutionNetwork(NetworkPlan plan, IEnumerable<string> inputs, string output, bool isSigmoid)
    {
        (_layers, _buffers, _isSigmoid) = (plan.Layers, plan.Buffers, isSigmoid);
        _inputs = [.. inputs.Select(input => plan.Features[input])];
        _output = plan.Features[output];
    }

    /// <summary>Prepares a network.</summary>
    /// <param name="model">An ONNX file that ONNX Runtime accepts.</param>
    /// <param name="inputs">The inputs by name, in the order in which <see cref="Run"/> takes them.</param>
    /// <param name="output">The name of the output.</param>
    /// <param name="shape">The shape that the output must have.</param>
    /// <param name="width">The widest vectors to use: 256 or 512 bits.</param>
    /// <exception cref="InvalidDataException">It has other operations; the message names the first one.</exception>
    public static ConvolutionNetwork Create(ReadOnlyMemory<byte> model, IReadOnlyList<KeyValuePair<string, Shape>> inputs, string output, Shape shape, VectorWidth width)
    {
        GraphReader reader = new(OnnxGraph.OfModel(model), inputs, output);
        if (reader.Steps.Count == 0 || reader.Steps[^1].Output != reader.Output || reader.Shapes[reader.Output] != shape)
        {
            throw new InvalidDataException("an output that is not a last convolution's");
        }

        string[] names = [.. inputs.Select(input => input.Key)];
        return new ConvolutionNetwork(new NetworkPlan(reader, names, width), names, reader.Output, reader.Steps[^1].IsSigmoid);
    }

    /// <summary>Computes some frames. Serves several threads at once.</summary>
    /// <param name="count">The number of frames.</param>
    /// <param name="inputs">For each input, the frames' planes.</param>
    /// <returns>The frames' planes.</returns>
    public float[] Run(int count, params float[][] inputs)
    {
        int outputValues = _output.Channels * _output.Pixels;
        float[] result = new float[count * outputValues];
        for (int first = 0; first < count; first += FramesAtOnce)
        {
            int frames = Math.Min(FramesAtOnce, count - first);
            if (!_idle.TryTake(out Workspace? work) || work.Frames < frames)
            {
                work = new Workspace(_buffers, _layers.Max(layer => layer.Block), frames);
            }

            for (int i = 0; i < _inputs.Length; i++)
            {
                Interleave(inputs[i].AsSpan(first * _inputs[i].Channels * _inputs[i].Pixels), work, _inputs[i], frames);
            }

            foreach (Layer layer in _layers)
            {
                layer.Run(work, frames);
            }

            Separate(work, frames, result.AsSpan(first * outputValues, frames * outputValues));
            _idle.Add(work);
        }

        return result;
    }

    // Planes become pixels with their channels side by side.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // in tier 0 it takes longer than a layer
    private static void Interleave(ReadOnlySpan<float> planes, Workspace work, Feature feature, int frames)
    {
        for (int frame = 0; frame < frames; frame++)
        {
            for (int channel = 0; channel < feature.Channels; channel++)
            {
                ReadOnlySpan<float> plane = planes.Slice(((frame * feature.Channels) + channel) * feature.Pixels, feature.Pixels);
                ref float target = ref Unsafe.Add(ref work.First(feature), (frame * feature.Pixels * feature.Stride) + channel);
                for (int pixel = 0; pixel < plane.Length; pixel++)
                {
                    Unsafe.Add(ref target, pixel * feature.Stride) = plane[pixel];
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // as above
    private void Separate(Workspace work, int frames, Span<float> planes)
    {
        for (int plane = 0; plane < frames * _output.Channels; plane++)
        {
            (int frame, int channel) = Math.DivRem(plane, _output.Channels);
            ref float source = ref Unsafe.Add(ref work.First(_output), (frame * _output.Pixels * _output.Stride) + channel);
            for (int pixel = 0; pixel < _output.Pixels; pixel++)
            {
                float value = Unsafe.Add(ref source, pixel * _output.Stride);
                planes[(plane * _output.Pixels) + pixel] = _isSigmoid ? 1 / (1 + MathF.Exp(-value)) : value;
            }
        }
    }
}
