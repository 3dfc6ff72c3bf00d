using Cascade.Inference;
using Cascade.Tests.Managed;

namespace Cascade.Tests.Trust;

/// <summary>A network's state does not wear out: what it has heard long ago is forgotten. The command endurance of the benchmarks does the same for 24 hours.</summary>
[Parallelizable]
public sealed class EnduranceTests
{
    // Both hear the same half minute last; all that one of them heard before is to make no difference that matters.
    [TestCase(EngineKind.Managed, 30)]
    [TestCase(EngineKind.OnnxRuntime, 3)]
    public void AfterMinutesOfSpeechNoiseAndSilence_AnswersAreThoseOfAYoungState(EngineKind engine, int minutes)
    {
        float[][] marker = Frames.Of(Recording.Conversation);
        using IFrameInference young = engine.Of().CreateInference(NetworkRate.At16kHz);
        using IFrameInference old = engine.Of().CreateInference(NetworkRate.At16kHz);
        MarkerAnswer fresh = MarkerAnswer.Of(young, marker);
        young.Reset();
        SpeechMix mix = MixedAudio.Create(marker, seed: 1);
        for (int i = 0; i < minutes * 60 * 16_000 / 512; i++)
        {
            old.Infer(mix.Next());
        }

        for (int i = 0; i < 30 * 16_000 / 512; i++)
        {
            float[] frame = mix.Next();
            old.Infer(frame);
            young.Infer(frame);
        }

        MarkerAnswer answer = MarkerAnswer.Of(old, marker);
        MarkerAnswer expected = MarkerAnswer.Of(young, marker);
        Assert.Multiple(() =>
        {
            Assert.That(answer.LargestDifference(expected, 0), Is.LessThan(0.1));
            Assert.That(answer.DifferingEvents(expected, 0), Is.LessThanOrEqualTo(2), "one start or end that has moved");
            Assert.That(answer.Mean, Is.EqualTo(fresh.Mean).Within(0.01));
            Assert.That(answer.SpeechFrames, Is.EqualTo(fresh.SpeechFrames).Within(10));
        });
    }
}
