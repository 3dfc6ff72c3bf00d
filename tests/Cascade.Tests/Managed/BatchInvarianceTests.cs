using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using Cascade.Inference;
using Cascade.Inference.Managed;
using Cascade.Inference.ModelFile;

namespace Cascade.Tests.Managed;

/// <summary>A stream's probabilities are the same to the bit however its frames are computed.</summary>
public sealed class BatchInvarianceTests
{
    private const int Streams = 64;

    private static readonly Dictionary<VectorWidth, ManagedNetwork> Networks = Widths.All.ToDictionary(
        width => width, width => ManagedNetwork.Create(SileroWeightsReader.Read(VadModel.SileroV6), width));

    private static IEnumerable<int> VectorBits => Widths.All.Select(width => (int)width);

    [Test]
    public void AnyBatch_GivesWhatAStreamAloneGives([ValueSource(nameof(VectorBits))] int bits, [Range(1, Streams)] int streams)
    {
        const int steps = 3;
        ManagedNetwork network = Networks[(VectorWidth)bits];
        Workspace work = new(streams);
        StreamState[] states = NewStates(streams);
        float[] probabilities = new float[streams];
        float[][] alone = Alone(network, streams, steps);
        for (int step = 0; step < steps; step++)
        {
            for (int i = 0; i < streams; i++)
            {
                Frame(i, step).CopyTo(work.Frame(i));
            }

            network.InferEach(work, states, probabilities);
            Assert.That(probabilities, Is.EqualTo(alone.Select(stream => stream[step])), $"step {step}");
        }
    }

    [Test]
    public void PositionInBatch_DoesNotMatter([ValueSource(nameof(VectorBits))] int bits, [Range(0, Streams - 1, 7)] int position)
    {
        ManagedNetwork network = Networks[(VectorWidth)bits];
        Workspace work = new(Streams);
        float[] probabilities = new float[Streams];
        for (int i = 0; i < Streams; i++)
        {
            Frame(i == position ? 0 : i + 1, 5).CopyTo(work.Frame(i));
        }

        network.InferEach(work, NewStates(Streams), probabilities);
        using ManagedInference alone = new(network);
        Assert.That(probabilities[position], Is.EqualTo(alone.Infer(Frame(0, 5))));
    }

    [Test]
    public void RunsOfConsecutiveFrames_AreFramesOneByOne([ValueSource(nameof(VectorBits))] int bits, [Range(1, Streams)] int frames)
    {
        ManagedNetwork network = Networks[(VectorWidth)bits];
        Workspace work = new(frames);
        StreamState state = new();
        using ManagedInference alone = new(network);
        float[] probabilities = new float[frames];
        for (int run = 0; run < 2; run++)
        {
            for (int i = 0; i < frames; i++)
            {
                Frame(0, (run * frames) + i).CopyTo(work.Frame(i));
            }

            network.InferRun(work, state, probabilities);
            Assert.That(probabilities, Is.EqualTo(Enumerable.Range(run * frames, frames).Select(i => alone.Infer(Frame(0, i)))), $"run {run}");
        }
    }

    [Test]
    public void AllWidths_AgreeToTheBitWhereAllFuse()
    {
        bool allFuse = Fma.IsSupported || AdvSimd.IsSupported;
        float[][] runs = [.. Networks.Values.Select(network =>
        {
            using ManagedInference inference = new(network);
            return ReferenceRun.Signals.Frames.Select(frame => inference.Infer(frame)).ToArray();
        })];
        Assert.That(runs, Has.All.EqualTo(runs[0]).Within(allFuse ? 0 : 1e-6));
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
        float[][] frames = ReferenceRun.QuietSpeech.Frames;
        float[] frame = frames[((stream * 5) + step) % frames.Length];
        return Array.ConvertAll(frame, sample => sample * (1 + stream));
    }
}
