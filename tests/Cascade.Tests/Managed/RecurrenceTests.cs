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
    private const int MostFrames = 64;

    /// <summary>What 256 terms round off where multiplication and addition are not fused.</summary>
    private const double Tolerance = 2e-6;

    private static readonly LstmWeights Weights = new(
        RandomValues.Floats(1, 4 * Units * Units, 0.2), RandomValues.Floats(2, 4 * Units * Units, 0.2), RandomValues.Floats(3, 8 * Units));

    private readonly Recurrence<TSimd, TVector> _layer = new(Weights);

    [Test]
    public void Step_IsItsDefinition()
    {
        float[] inputs = RandomValues.Floats(4, MostFrames * 2 * Units);
        (double[] H, double[] C)[] expected = [.. Enumerable.Range(0, MostFrames).Select(stream => Define(inputs, stream))];
        for (int streams = 1; streams <= MostFrames; streams++)
        {
            Workspace work = new(streams);
            inputs.AsSpan(0, work.Recurrent.Length).CopyTo(work.Recurrent.Span);
            StreamState[] states = [.. Enumerable.Range(0, streams).Select(State)];
            _layer.Step(work, states);
            for (int stream = 0; stream < streams; stream++)
            {
                Assert.That(Difference.Largest(states[stream].Hidden, expected[stream].H), Is.LessThanOrEqualTo(Tolerance), $"h of stream {stream} of {streams}");
                Assert.That(Difference.Largest(states[stream].Cell, expected[stream].C), Is.LessThanOrEqualTo(Tolerance), $"c of stream {stream} of {streams}");
            }
        }
    }

    [Test]
    public void StepsOfOneStreamBegunTogether_AreStepsOneByOneToTheBit()
    {
        float[] inputs = RandomValues.Floats(4, MostFrames * 2 * Units);
        for (int frames = 1; frames <= MostFrames; frames++)
        {
            Workspace together = new(frames);
            StreamState begunTogether = State(0);
            inputs.AsSpan(0, together.Recurrent.Length).CopyTo(together.Recurrent.Span);
            _layer.BeginSteps(together, frames);

            Workspace alone = new(1);
            StreamState oneByOne = State(0);
            for (int frame = 0; frame < frames; frame++)
            {
                _layer.EndStep(together, frame, begunTogether);
                inputs.AsSpan(frame * 2 * Units, Units).CopyTo(alone.Recurrent.Span);
                _layer.Step(alone, [oneByOne]);
                bool same = begunTogether.Hidden.SequenceEqual(oneByOne.Hidden) && begunTogether.Cell.SequenceEqual(oneByOne.Cell);
                Assert.That(same, $"frame {frame} of {frames}");
            }
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
            double[] expected = [.. Enumerable.Repeat(Math.Exp(x), TSimd.Width)];
            Assert.That(Difference.Largest(result.AsSpan(0, TSimd.Width), expected), Is.LessThanOrEqualTo(2e-7 * Math.Exp(x)), $"e^{x}");
        }
    }

    [Test]
    public void Output_IsItsDefinition()
    {
        ConvolutionWeights weights = RandomValues.Convolution(1, Units, 1);
        SpeechOutput<TSimd, TVector> layer = new(weights);
        for (int seed = 0; seed < 20; seed++)
        {
            float[] hidden = RandomValues.Floats(seed, Units);
            double expected = ScalarNetwork.Output(RandomValues.Widened(hidden), weights.Weights, weights.Bias[0]);
            Assert.That(layer.Run(hidden), Is.EqualTo(expected).Within(3e-7), $"seed {seed}");
        }
    }

    private static StreamState State(int seed)
    {
        StreamState state = new();
        RandomValues.Floats(100 + seed, Units).CopyTo(state.Hidden);
        RandomValues.Floats(200 + seed, Units, 3).CopyTo(state.Cell);
        return state;
    }

    private static (double[] H, double[] C) Define(float[] inputs, int stream)
    {
        double[] h = RandomValues.Widened(State(stream).Hidden);
        double[] c = RandomValues.Widened(State(stream).Cell);
        ScalarNetwork.Lstm(RandomValues.Widened(inputs.AsSpan(stream * 2 * Units, Units)), h, c, Weights.Input, Weights.Hidden, Weights.Bias);
        return (h, c);
    }
}
