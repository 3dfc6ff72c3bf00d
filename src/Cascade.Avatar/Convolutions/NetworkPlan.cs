using Cascade.Inference.Managed;

namespace Cascade.Avatar.Convolutions;

/// <summary>Places the values of a network in memory, and chooses its layers.</summary>
internal sealed class NetworkPlan
{
    private const int Lanes = 16;

    public NetworkPlan(GraphReader reader, IEnumerable<string> inputs, VectorWidth width)
    {
        foreach (string input in inputs)
        {
            Shape shape = reader.Shapes[input];
            Place(input, shape, shape.Channels);
        }

        foreach ((string joint, string[] parts) in reader.Joints)
        {
            Feature whole = Place(joint, reader.Shapes[joint], reader.Shapes[joint].Channels);
            int offset = 0;
            foreach (string part in parts)
            {
                int channels = reader.Shapes[part].Channels;
                if (channels % Lanes != 0 || !Features.TryAdd(part, whole with { Offset = offset, Channels = channels }))
                {
                    throw new InvalidDataException($"a Concat of {channels} channels, or of values that stand elsewhere, is not among the operations of the built-in engine");
                }

                offset += channels;
            }
        }

        foreach (ConvolutionStep step in reader.Steps)
        {
            Feature output = Features.TryGetValue(step.Output, out Feature placed) ? placed : Place(step.Output, reader.Shapes[step.Output], Layer.Padded(step.Filter.Outputs));
            Layers.AddRange(Create(step, Features[step.Input], output, step.Residual is { } residual ? Features[residual] : null, width));
        }
    }

    /// <summary>Floats of each buffer for a frame.</summary>
    public List<int> Buffers { get; } = [];

    public Dictionary<string, Feature> Features { get; } = [];

    public List<Layer> Layers { get; } = [];

    private static IEnumerable<Layer> Create(ConvolutionStep step, Feature input, Feature output, Feature? residual, VectorWidth width)
    {
        Filter filter = step.Filter;
        bool isSquare = (filter.Height, filter.Width) == (3, 3) && filter.Outputs % Lanes == 0 && filter.Inputs % Lanes == 0;
        if (step is { IsTransposed: true, Stride: (2, 2) })
        {
            return isSquare && residual is null ? TileChoice.Double(filter, input, output, step.Floor, width) : throw new InvalidDataException("a ConvTranspose of so few channels is not among the operations of the built-in engine");
        }

        bool keepsSize = (input.Height, input.Width) == (output.Height, output.Width) && step is { Stride: (1, 1), Pad: (1, 1), IsTransposed: false };
        if (isSquare && keepsSize && TileChoice.Same(filter, input, output, residual, step.Floor, width) is { } tiled)
        {
            return [tiled];
        }

        (int Top, int Left) pad = step.IsTransposed ? (filter.Height - 1 - step.Pad.Top, filter.Width - 1 - step.Pad.Left) : step.Pad;
        int fold = PanelKernel.Widest(width) / filter.Outputs;
        bool folds = filter.Width > fold && filter.Outputs == Lanes && output.Width % fold == 0 && residual is null && !step.IsTransposed;
        return [new DirectLayer(filter, step.Stride, pad, step.IsTransposed, width, folds ? fold : 1) { Input = input, Output = output, Residual = residual, Floor = step.Floor }];
    }

    private Feature Place(string name, Shape shape, int stride)
    {
        Feature feature = new(Buffers.Count, 0, stride, shape.Channels, shape.Height, shape.Width);
        Buffers.Add(stride * feature.Pixels);
        Features.Add(name, feature);
        return feature;
    }
}
