namespace Cascade.Dialogue.Tests.Visemes;

/// <summary>Shapes that are found in audio.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class VisemeDetectorTests
{
    private const string Human = "/usr/share/pocketsphinx/test/data/librivox/sense_and_sensibility_01_austen_64kb-0880.wav";

    [TestCase(1f)]
    [TestCase(0.2f)]
    public void HumanSpeechBetweenSilences_OpensTheMouthAndOnlyThen(float volume)
    {
        float[] speech = Recorded(File.ReadAllBytes(Human)[44..], volume);
        float[] silence = new float[16_000];

        List<Viseme> visemes = Detect([.. silence, .. speech, .. silence]);

        double spoken = speech.Length / 16_000.0;
        Assert.Multiple(() =>
        {
            Assert.That(OpenShare(visemes, 0, 0.9), Is.Zero, "before speech");
            Assert.That(OpenShare(visemes, 1, 1 + spoken), Is.GreaterThan(0.6), "in speech");
            Assert.That(visemes.Max(viseme => viseme.Openness), Is.GreaterThan(0.5));
            Assert.That(visemes.Select(viseme => viseme.Shape).Distinct().Count(), Is.GreaterThanOrEqualTo(8), "shapes");
            Assert.That(OpenShare(visemes, 1.15 + spoken, 2 + spoken), Is.Zero, "after speech");
        });
    }

    [TestCase(1)]
    [TestCase(160)]
    [TestCase(1_601)]
    public void AnyCutting_GivesTheSameShapes(int piece)
    {
        float[] speech = Recorded(Voices.Sentence);

        Assert.That(Detect(speech, piece), Is.EqualTo(Detect(speech)));
    }

    [Test]
    public void EndOfAudio_ClosesTheMouthAtItsEnd()
    {
        float[] speech = Recorded(Voices.Sentence)[..20_000]; // in the middle of a word

        List<Viseme> visemes = Detect(speech);

        Assert.That(visemes[^1], Is.EqualTo(new Viseme(VisemeShape.Sil, TimeSpan.FromSeconds(1.25), 1)));
        Assert.That(visemes.Zip(visemes.Skip(1)).All(pair => pair.First.Start < pair.Second.Start), Is.True, "in the order of time");
    }

    [Test]
    public void Silence_KeepsTheMouthClosed() => Assert.That(Detect(new float[32_000]).Select(viseme => viseme.Shape).Distinct(), Is.EqualTo(new[] { VisemeShape.Sil }));

    [Test]
    public void NoAudio_NoShapes() => Assert.That(Detect([]), Is.Empty);

    [Test]
    public void PushAfterTheEnd_Throws()
    {
        VisemeDetector detector = new();
        detector.Complete();
        detector.Complete();

        Assert.That(() => detector.Push(new float[1]), Throws.InvalidOperationException);
    }

    private static float[] Recorded(byte[] pcm, float volume = 1) => [.. AudioConverter.Convert(pcm, AudioFormat.Pcm16Mono16k).Select(sample => sample * volume)];

    private static List<Viseme> Detect(float[] samples, int piece = 16_000)
    {
        VisemeDetector detector = new();
        List<Viseme> visemes = [];
        foreach (float[] part in samples.Chunk(piece))
        {
            detector.Push(part);
            Drain();
        }

        detector.Complete();
        Drain();
        return visemes;

        void Drain()
        {
            while (detector.TryRead(out Viseme viseme))
            {
                visemes.Add(viseme);
            }
        }
    }

    private static double OpenShare(List<Viseme> visemes, double from, double to)
    {
        int steps = (int)((to - from) * 100);
        return Enumerable.Range(0, steps).Count(step => visemes.LastOrDefault(viseme => viseme.Start.TotalSeconds <= from + (step / 100.0)).Openness > 0.05) / (double)steps;
    }
}
