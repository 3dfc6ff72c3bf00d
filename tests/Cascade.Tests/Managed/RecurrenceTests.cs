using Cascade.Inference.Managed;
using Cascade.Inference.Managed.Kernels;
using Cascade.Inference.Managed.Layers;
using Cascade.Inference.Managed.Simd;
using Cascade.Inference.ModelFile;

namespace Cascade.Tests.Managed;

/// <summary>The LSTM cell and the output behind it compute their definitions.</summary>
[TestFixtureSource(typeof(Widths), nameof(Widths.Fixtures))]
internal sealed class RecurrenceTests<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private const int Units = 128;

    /// <summary>What 256 terms round off where multiplication and addition are not fused.</summary>
    private const double Tolerance = 2e-6;

    private static readonly LstmWeights Weights = new(
        RandomValues.Floats(1, 4 * Units * Units, 0.2), RandomValues.Floats(2, 4 * Units * Units, 0.2), RandomValues.Floats(3, 8 * Units));

    private readonly Recurrence<TSimd, TVector> _layer = new(Weights);

    [Test]
    public void Step_IsItsDefinition([Range(1, 64)] int streams)
    {
        Workspace work = new(streams);
        StreamState[] states = [.. Enumerable.Range(0, streams).Select(State)];
        FillInputs(work);
        _layer.Step(work, states);
        for (int stream = 0; stream < streams; stream++)
        {
            double[] h = RandomValues.Widened(State(stream).Hidden);
            double[] c = RandomValues.Widened(State(stream).Cell);
            ScalarNetwork.Lstm(Input(work, stream), h, c, Weights.Input, Weights.Hidden, Weights.Bias);
            Assert.That(RandomValues.Widened(states[stream].Hidden), Is.EqualTo(h).Within(Tolerance), $"h of stream {stream}");
            Assert.That(RandomValues.Widened(states[stream].Cell), Is.EqualTo(c).Within(Tolerance), $"c of stream {stream}");
        }
    }

    [Test]
    public void StepsOfOneStreamBegunTogether_AreStepsOneByOneToTheBit([Range(1, 64)] int frames)
    {
        Workspace together = new(frames);
        StreamState begunTogether = State(0);
        FillInputs(together);
        float[] inputs = together.Recurrent.Span.ToArray();
        _layer.BeginSteps(together, frames);

        Workspace alone = new(1);
        StreamState oneByOne = State(0);
        for (int frame = 0; frame < frames; frame++)
        {
            _layer.EndStep(together, frame, begunTogether);
            inputs.AsSpan(frame * 2 * Units, Units).CopyTo(alone.Recurrent.Span);
            _layer.Step(alone, [oneByOne]);
            Assert.That(begunTogether.Hidden.SequenceEqual(oneByOne.Hidden) && begunTogether.Cell.SequenceEqual(oneByOne.Cell), $"frame {frame}");
        }
    }

    [Test]
    public void GatesFarBeyondTheirRange_Saturate([Values(-1e30f, -100f, 100f, 1e30f)] float value)
    {
        float[] gates = new float[4 * Units];
        float[] cell = new float[Units];
        float[] hidden = new float[Units];
        Array.Fill(gates, value);
        LstmGates<TSimd, TVector>.Apply(ref gates[0], ref cell[0], ref hidden[0]);
        Assert.That(cell, Is.All.EqualTo(value > 0 ? 1 : 0).Within(1e-7));
        Assert.That(hidden, Is.All.EqualTo(value > 0 ? Math.Tanh(1) : 0).Within(1e-7));
    }

    [Test]
    public void Exponential_IsAccurateOverItsWholeRange()
    {
        float[] result = new float[16];
        for (float x = -42.9f; x < 43; x += 0.0371f)
        {
            TSimd.Store(Exponential<TSimd, TVector>.Of(TSimd.Broadcast(x)), ref result[0], 0);
            Assert.That(result[..TSimd.Width], Is.All.EqualTo(Math.Exp(x)).Within(2e-5).Percent, $"e^{x}");
        }
    }

    [Test]
    public void Output_IsItsDefinition([Range(1, 20)] int seed)
    {
        ConvolutionWeights weights = RandomValues.Convolution(1, Units, 1);
        float[] hidden = RandomValues.Floats(seed, Units);
        float found = new SpeechOutput<TSimd, TVector>(weights).Run(hidden);
        Assert.That(found, Is.EqualTo(ScalarNetwork.Output(RandomValues.Widened(hidden), weights.Weights, weights.Bias[0])).Within(3e-7));
    }

    private static StreamState State(int seed)
    {
        StreamState state = new();
        RandomValues.Floats(100 + seed, Units).CopyTo(state.Hidden);
        RandomValues.Floats(200 + seed, Units, 3).CopyTo(state.Cell);
        return state;
    }

    private static void FillInputs(Workspace work) => RandomValues.Floats(4, work.Recurrent.Length).CopyTo(work.Recurrent.Span);

    private static double[] Input(Workspace work, int stream) => RandomValues.Widened(work.Recurrent.Span.Slice(stream * 2 * Units, Units));
}
