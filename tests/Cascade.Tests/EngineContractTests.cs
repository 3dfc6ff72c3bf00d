using Cascade.Inference;
using Cascade.Inference.Managed;
using Cascade.Inference.Onnx;
using Cascade.Tests.Managed;

namespace Cascade.Tests;

/// <summary>What every engine owes to a stream, and the scripted one that stands in for them too.</summary>
[TestFixture("ONNX Runtime, own session")]
[TestFixture("ONNX Runtime, shared session")]
[TestFixture("managed")]
[TestFixture("scripted")]
[Parallelizable]
public sealed class EngineContractTests(string engine)
{
    private const int Count = 40;

    private static readonly float[][] Speech = [.. Frames.Of(Recording.Conversation).Take(Count)];
    private static readonly float[][] OtherSpeech = [.. Frames.Of(Recording.Monologue).Skip(100).Take(Count)];

    [Test]
    public void SameFrames_GiveTheSameProbabilities()
    {
        using IFrameInference first = Create();
        using IFrameInference second = Create();
        float[] expected = Infer(first, Speech);
        Assert.That(Infer(second, Speech), Is.EqualTo(expected));
        Assert.That(expected.Distinct().Count(), Is.GreaterThan(1), "the probabilities are of something");
    }

    [Test]
    public void Reset_ForgetsEverything()
    {
        using IFrameInference inference = Create();
        float[] expected = Infer(inference, Speech);
        foreach (int heard in new[] { 0, 1, 2, Count })
        {
            Infer(inference, OtherSpeech[..heard]);
            inference.Reset();
            Assert.That(Infer(inference, Speech), Is.EqualTo(expected), $"after {heard} other frames");
            inference.Reset();
        }
    }

    [Test]
    public void TwoStreams_DoNotDisturbEachOther()
    {
        float[] expected;
        float[] expectedOfOther;
        using (IFrameInference alone = Create())
        {
            expected = Infer(alone, Speech);
            alone.Reset();
            expectedOfOther = Infer(alone, OtherSpeech);
        }

        using IFrameInference one = Create();
        using IFrameInference other = Create();
        for (int i = 0; i < Count; i++)
        {
            Assert.That(one.Infer(Speech[i]), Is.EqualTo(expected[i]), $"frame {i}");
            Assert.That(other.Infer(OtherSpeech[i]), Is.EqualTo(expectedOfOther[i]), $"frame {i} of the other");
        }
    }

    [Test]
    public void OneStreamDisposed_TheOtherGoesOn()
    {
        using IFrameInference alone = Create();
        float[] expected = Infer(alone, Speech);
        using IFrameInference survivor = Create();
        using (IFrameInference other = Create())
        {
            other.Infer(OtherSpeech[0]);
        }

        Assert.That(Infer(survivor, Speech), Is.EqualTo(expected));
    }

    [Test]
    public void ManyFramesAtOnce_AreFramesOneByOne()
    {
        using IFrameInference inference = Create();
        Assert.That(inference.FramesAtOnce, Is.Positive);
        float[] expected = Infer(inference, Speech);
        for (int atOnce = 1; atOnce <= inference.FramesAtOnce; atOnce++)
        {
            inference.Reset();
            float[] found = [.. Speech.Chunk(atOnce).SelectMany(frames =>
            {
                float[] probabilities = new float[frames.Length];
                inference.Infer(frames.SelectMany(frame => frame).ToArray(), probabilities);
                return probabilities;
            })];
            Assert.That(found, Is.EqualTo(expected), $"{atOnce} at once");
        }
    }

    [Test]
    public void Frames_AreNotChanged()
    {
        using IFrameInference inference = Create();
        float[] frame = [.. Speech[10]];
        inference.Infer(frame);
        Assert.That(frame, Is.EqualTo(Speech[10]));
    }

    // Far beyond full scale too, which float input may be.
    [Test]
    public void FiniteSamples_GiveProbabilities([Values(0f, 1e-38f, 1e-6f, 1f, 1e6f, 1e12f)] float gain)
    {
        using IFrameInference inference = Create();
        foreach ((string name, float[][] frames) in Signals.All)
        {
            float[] probabilities = Infer(inference, Frames.Scaled(frames, gain));
            Assert.That(probabilities.All(probability => probability is >= 0 and <= 1), $"{name}: {string.Join(", ", probabilities)}");
        }
    }

    // A converter lets none through; an engine that meets one all the same must not keep it beyond a reset.
    [Test]
    public void SampleThatIsNotFinite_SpoilsNothingBeyondAReset([Values(float.NaN, float.PositiveInfinity, float.NegativeInfinity)] float sample)
    {
        using IFrameInference inference = Create();
        float[] expected = Infer(inference, Speech);
        inference.Reset();
        float[] spoilt = [.. Speech[0]];
        spoilt[300] = sample;
        spoilt[^1] = sample;
        float[] probabilities = Infer(inference, [spoilt, Speech[1]]);
        Assert.That(probabilities.All(probability => probability is (>= 0 and <= 1) or float.NaN), string.Join(", ", probabilities));
        inference.Reset();
        Assert.That(Infer(inference, Speech), Is.EqualTo(expected));
    }

    [Test]
    public void SecondDispose_DoesNothing()
    {
        IFrameInference inference = Create();
        inference.Infer(Speech[0]);
        inference.Dispose();
        Assert.That(inference.Dispose, Throws.Nothing);
    }

    private IFrameInference Create() => engine switch
    {
        "managed" => new ManagedInference(VadModel.SileroV6),
        "scripted" => new ScriptedInference(0.1f, 0.9f, 0.4f),
        _ => new OnnxInference(OnnxModel.For(VadModel.SileroV6), engine.EndsWith("shared session", StringComparison.Ordinal)),
    };

    private static float[] Infer(IFrameInference inference, float[][] frames) => [.. frames.Select(frame => inference.Infer(frame))];
}
