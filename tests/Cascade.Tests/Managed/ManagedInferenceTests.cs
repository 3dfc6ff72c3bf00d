using Cascade.Inference;
using Cascade.Inference.Managed;

namespace Cascade.Tests.Managed;

/// <summary>What a stream costs and remembers.</summary>
public sealed class ManagedInferenceTests
{
    [Test]
    public void Reset_ForgetsEverything()
    {
        using ManagedInference inference = new(VadModel.SileroV6);
        float[] first = [.. ReferenceRun.QuietSpeech.Frames.Take(10).Select(frame => inference.Infer(frame))];
        inference.Reset();
        float[] second = [.. ReferenceRun.QuietSpeech.Frames.Take(10).Select(frame => inference.Infer(frame))];
        Assert.That(second, Is.EqualTo(first));
    }

    [Test]
    public void SampleThatIsNotANumber_SpoilsTheStreamUntilReset()
    {
        float[] spoilt = (float[])ReferenceRun.Signals.Frames[0].Clone();
        spoilt[300] = float.NaN;
        using ManagedInference inference = new(VadModel.SileroV6);
        float expected = inference.Infer(ReferenceRun.Signals.Frames[0]);
        Assert.That(inference.Infer(spoilt), Is.NaN);
        Assert.That(inference.Infer(ReferenceRun.Signals.Frames[1]), Is.NaN);
        inference.Reset();
        Assert.That(inference.Infer(ReferenceRun.Signals.Frames[0]), Is.EqualTo(expected));
    }

    [Test]
    public void Frames_AllocateNothing()
    {
        float[][] frames = ReferenceRun.Signals.Frames;
        using ManagedInference inference = new(VadModel.SileroV6);
        inference.Infer(frames[0]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        foreach (float[] frame in frames)
        {
            inference.Infer(frame);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
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
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10; i++)
        {
            network.InferEach(work, states, probabilities);
            network.InferRun(work, states[0], probabilities);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public void AnotherStream_CostsItsState()
    {
        ManagedNetwork network = VadModel.SileroV6.Managed;
        const int streams = 100;
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
