using System.Runtime.CompilerServices;
using Cascade.Inference.Managed;

namespace Cascade.Avatar.Convolutions;

/// <summary>The memory of one run: a buffer for each feature, and what a layer needs while it works.</summary>
internal sealed class Workspace
{
    /// <summary>Floats that a layer's inputs, and its products, may take at once: half as many or twice as many are slower.</summary>
    public const int BlockFloats = 96 * 1024;

    private readonly AlignedFloats[] _buffers;

    /// <param name="sizes">Floats of each buffer for a frame.</param>
    /// <param name="largestBlock">Floats of the largest block of inputs or products.</param>
    /// <param name="frames">How many frames it has room for.</param>
    public Workspace(IReadOnlyList<int> sizes, int largestBlock, int frames)
    {
        Frames = frames;
        _buffers = [.. sizes.Select(size => new AlignedFloats(size * frames))];
        Inputs = new AlignedFloats(largestBlock);
        Products = new AlignedFloats(largestBlock);
        Edge = new AlignedFloats(largestBlock);
    }

    public int Frames { get; }

    public AlignedFloats Inputs { get; }

    public AlignedFloats Products { get; }

    /// <summary>A tile half transformed, or one of a plane's edge with zeros around it.</summary>
    public AlignedFloats Tile { get; } = new(2048);

    public AlignedFloats Edge { get; }

    /// <summary>The first value of a feature.</summary>
    public ref float First(Feature feature) => ref Unsafe.Add(ref _buffers[feature.Buffer].First, feature.Offset);
}
