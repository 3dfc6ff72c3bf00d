using System.Diagnostics;
using Cascade.Inference.Managed.Layers;
using Cascade.Inference.Managed.Simd;
using Cascade.Inference.ModelFile;

namespace Cascade.Inference.Managed;

/// <summary>The network's layers in their order, for one width of vectors.</summary>
internal sealed class ManagedNetwork<TSimd, TVector>(SileroWeights weights) : ManagedNetwork
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly Spectrum _spectrum = new(weights.Window, TSimd.Width);
    private readonly FirstConvolution<TSimd, TVector> _first = new(weights.First);
    private readonly SecondConvolution<TSimd, TVector> _second = new(weights.Second);
    private readonly ThirdConvolution<TSimd, TVector> _third = new(weights.Third);
    private readonly FourthConvolution<TSimd, TVector> _fourth = new(weights.Fourth);
    private readonly Recurrence<TSimd, TVector> _recurrence = new(weights.Lstm);
    private readonly SpeechOutput<TSimd, TVector> _output = new(weights.Output);

    public override void InferEach(Workspace work, ReadOnlySpan<StreamState> states, Span<float> probabilities)
    {
        Debug.Assert(states.Length <= work.Frames && states.Length <= probabilities.Length);
        for (int i = 0; i < states.Length; i++)
        {
            TakeContext(work, i, states[i]);
        }

        Encode(work, states.Length);
        _recurrence.Step(work, states);
        for (int i = 0; i < states.Length; i++)
        {
            probabilities[i] = _output.Run(states[i].Hidden);
        }
    }

    public override void InferRun(Workspace work, StreamState state, Span<float> probabilities)
    {
        Debug.Assert(probabilities.Length <= work.Frames);
        if (probabilities.Length == 1)
        {
            InferEach(work, new ReadOnlySpan<StreamState>(in state), probabilities); // takes the recurrence's products in one go
            return;
        }

        for (int i = 0; i < probabilities.Length; i++)
        {
            TakeContext(work, i, state);
        }

        Encode(work, probabilities.Length);
        _recurrence.BeginSteps(work, probabilities.Length);
        for (int i = 0; i < probabilities.Length; i++)
        {
            _recurrence.EndStep(work, i, state);
            probabilities[i] = _output.Run(state.Hidden);
        }
    }

    /// <summary>Puts the end of the stream's frame before in front of the new samples, and keeps their end for the next frame.</summary>
    private static void TakeContext(Workspace work, int frame, StreamState state)
    {
        Span<float> samples = work.Padded(frame);
        state.Context.CopyTo(samples);
        samples.Slice(SileroNetwork.FrameSamples, SileroNetwork.ContextSamples).CopyTo(state.Context);
    }

    private void Encode(Workspace work, int frames)
    {
        _spectrum.Run(work, frames);
        _first.Run(work, frames);
        _second.Run(work, frames);
        _third.Run(work, frames);
        _fourth.Run(work, frames);
    }
}
