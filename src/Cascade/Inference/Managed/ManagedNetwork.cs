using System.Runtime.Intrinsics;
using Cascade.Inference.Managed.Simd;
using Cascade.Inference.ModelFile;

namespace Cascade.Inference.Managed;

/// <summary>
/// The Silero network in C#: weights only, so one instance serves all streams of a model on all threads. A stream's probabilities are the same to the bit in
/// whatever company and number its frames are computed: every sum takes its terms in one order.
/// </summary>
internal abstract class ManagedNetwork
{
    /// <summary>Prepares a model's weights for vectors of a width that this machine supports.</summary>
    public static ManagedNetwork Create(SileroWeights weights, VectorWidth width) => width switch
    {
        VectorWidth.Bits512 => new ManagedNetwork<Simd512, Vector512<float>>(weights),
        VectorWidth.Bits256 => new ManagedNetwork<Simd256, Vector256<float>>(weights),
        _ => new ManagedNetwork<Simd128, Vector128<float>>(weights),
    };

    /// <summary>Advances each stream by one frame; the workspace's first frames are theirs, in the order of <paramref name="states"/>.</summary>
    /// <param name="work">Holds the new samples.</param>
    /// <param name="states">Different streams, at most as many as the workspace has frames.</param>
    /// <param name="probabilities">Receives a probability of speech per stream.</param>
    public abstract void InferEach(Workspace work, ReadOnlySpan<StreamState> states, Span<float> probabilities);

    /// <summary>Advances one stream by consecutive frames: the workspace's first ones, as many as there are probabilities to fill in.</summary>
    public abstract void InferRun(Workspace work, StreamState state, Span<float> probabilities);
}
