using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using Cascade.Inference.Managed;
using Cascade.Inference.ModelFile;

namespace Cascade.Tests.Managed;

/// <summary>A stream's probabilities are the same to the bit however its frames are computed.</summary>
[Parallelizable]
public sealed class BatchInvarianceTests
{
    private const int Streams = 64;

    private static readonly Dictionary<VectorWidth, ManagedNetwork> Networks = Widths.All.ToDictionary(
        width => width, width => ManagedNetwork.Create(SileroWeightsReader.Read(VadModel.SileroV6), width));

    private static readonly float[][] Speech = Frames.Of(Recording.Conversation);

    private static IEnumerable<int> VectorBits => Widths.All.Select(width => (int)width);

    [Test]
    public void AnyBatch_GivesWhatAStreamAloneGives([ValueSource(nameof(VectorBits))] int bits)
    {
        const int steps = 3;
        ManagedNetwork network = Networks[(VectorWidth)bits];
        float[][] alone = Alone(network, Streams, steps);
        for (int streams = 1; streams <= Streams; streams++)
        {
            Workspace work = new(streams);
            StreamState[] states = NewStates(streams);
            float[] probabilities = new float[streams];
            for (int step = 0; step < steps; step++)
            {
                for (int i = 0; i < streams; i++)
                {
                    Frame(i, step).CopyTo(work.Frame(i));
                }

                network.InferEach(work, states, probabilities);
                Assert.That(probabilities, Is.EqualTo(alone.Take(streams).Select(stream => stream[step])), $"{streams} streams, step {step}");
            }
        }
    }

    [Test]
    public void PositionInBatch_DoesNotMatter([ValueSource(nameof(VectorBits))] int bits)
    {
        ManagedNetwork network = Networks[(VectorWidth)bits];
        Workspace work = new(Streams);
        float[] probabilities = new float[Streams];
        float expected = Alone(network, 1, 1)[0][0];
        for (int position = 0; position < Streams; position++)
        {
            for (int i = 0; i < Streams; i++)
            {
                Frame(i == position ? 0 : i + 1, 0).CopyTo(work.Frame(i));
            }

            network.InferEach(work, NewStates(Streams), probabilities);
            Assert.That(probabilities[position], Is.EqualTo(expected), $"position {position}");
        }
    }

    [Test]
    public void RunsOfConsecutiveFrames_AreFramesOneByOne([ValueSource(nameof(VectorBits))] int bits)
    {
        ManagedNetwork network = Networks[(VectorWidth)bits];
        float[] alone = Alone(network, 1, 2 * Streams)[0];
        for (int frames = 1; frames <= Streams; frames++)
        {
            Workspace work = new(frames);
            StreamState state = new();
            float[] probabilities = new float[frames];
            for (int run = 0; run < 2; run++)
            {
                for (int i = 0; i < frames; i++)
                {
                    Frame(0, (run * frames) + i).CopyTo(work.Frame(i));
                }

                network.InferRun(work, state, probabilities);
                Assert.That(probabilities, Is.EqualTo(alone.Skip(run * frames).Take(frames)), $"{frames} frames, run {run}");
            }
        }
    }

    [Test]
    public void AllWidths_AgreeToTheBitWhereAllFuse()
    {
        bool allFuse = Fma.IsSupported || AdvSimd.IsSupported;
        float[][] runs = [.. Networks.Values.Select(network =>
        {
            using ManagedInference inference = new(network);
            return Speech.Concat(Signals.All.SelectMany(signal => signal.Frames)).Select(frame => inference.Infer(frame)).ToArray();
        })];
        foreach (float[] run in runs)
        {
            Assert.That(Difference.Largest(run, runs[0]), Is.LessThanOrEqualTo(allFuse ? 0 : 1e-6));
        }
    }

    [Test]
    public void ThreadsSharingANetwork_DoNotDisturbEachOther()
    {
        ManagedNetwork network = VadModel.SileroV6.Managed;
        float[][] expected = Alone(network, 8, 20);
        float[][] found = new float[8][];
        Parallel.For(0, 8, stream =>
        {
            using ManagedInference inference = new(network);
            found[stream] = [.. Enumerable.Range(0, 20).Select(step => inference.Infer(Frame(stream, step)))];
        });
        Assert.That(found, Is.EqualTo(expected));
    }

    private static float[][] Alone(ManagedNetwork network, int streams, int steps) =>
    [
        .. Enumerable.Range(0, streams).Select(stream =>
        {
            using ManagedInference inference = new(network);
            return Enumerable.Range(0, steps).Select(step => inference.Infer(Frame(stream, step))).ToArray();
        }),
    ];

    private static StreamState[] NewStates(int count) => [.. Enumerable.Range(0, count).Select(_ => new StreamState())];

    private static float[] Frame(int stream, int step)
    {
        float[] frame = Speech[((stream * 5) + step) % Speech.Length];
        return Array.ConvertAll(frame, sample => sample * (0.02f * (1 + stream)));
    }
}
