using Cascade.Inference.Managed;

namespace Cascade.Tests.Managed;

/// <summary>What a stream costs, and what spoils it.</summary>
public sealed class ManagedInferenceTests
{
    private static readonly float[][] Speech = Frames.Of(Recording.Conversation);

    // ONNX Runtime takes what is not a number for nothing in its ReLUs; here it shows until the reset.
    [Test]
    public void SampleThatIsNotANumber_SpoilsTheStreamUntilReset()
    {
        float[] spoilt = [.. Speech[0]];
        spoilt[300] = float.NaN;
        using ManagedInference inference = new(VadModel.SileroV6);
        float expected = inference.Infer(Speech[0]);
        Assert.That(inference.Infer(spoilt), Is.NaN);
        Assert.That(inference.Infer(Speech[1]), Is.NaN);
        inference.Reset();
        Assert.That(inference.Infer(Speech[0]), Is.EqualTo(expected));
    }

    [Test]
    public void Frames_AllocateNothing()
    {
        using ManagedInference inference = new(VadModel.SileroV6);
        inference.Infer(Speech[0]);
        int next = 0;
        Assert.That(Allocations.FewestOfWork(() => inference.Infer(Speech[next++ % Speech.Length])), Is.Zero);
    }

    [Test]
    public void BatchesAndRuns_AllocateNothing()
    {
        ManagedNetwork network = VadModel.SileroV6.Managed;
        Workspace work = new(8);
        StreamState[] states = [.. Enumerable.Range(0, 8).Select(_ => new StreamState())];
        float[] probabilities = new float[8];
        network.InferEach(work, states, probabilities);
        network.InferRun(work, states[0], probabilities);
        Assert.That(
            Allocations.FewestOfWork(() =>
            {
                network.InferEach(work, states, probabilities);
                network.InferRun(work, states[0], probabilities);
            }),
            Is.Zero);
    }

    [Test]
    public void AnotherStream_CostsItsState()
    {
        ManagedNetwork network = VadModel.SileroV6.Managed;
        const int streams = 1000; // a collection counts what the thread had not yet used, up to 8 KB
        ManagedInference[] held = new ManagedInference[streams];
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < streams; i++)
        {
            held[i] = new ManagedInference(network);
        }

        Assert.That((GC.GetAllocatedBytesForCurrentThread() - before) / streams, Is.LessThanOrEqualTo(1400));
        Assert.That(held, Has.All.Not.Null);
    }

    [Test]
    public void Model_PreparesItsNetworkOnce()
    {
        ManagedNetwork first = VadModel.SileroV6.Managed;
        ManagedNetwork second = VadModel.SileroV6.Managed;
        Assert.That(second, Is.SameAs(first));
    }
}
