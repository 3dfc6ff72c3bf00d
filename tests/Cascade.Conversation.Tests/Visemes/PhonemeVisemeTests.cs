namespace Cascade.Dialogue.Tests.Visemes;

/// <summary>The shapes of phonemes.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class PhonemeVisemeTests
{
    [TestCase("pau", VisemeShape.Sil)]
    [TestCase("m", VisemeShape.Pp)]
    [TestCase("v", VisemeShape.Ff)]
    [TestCase("dh", VisemeShape.Th)]
    [TestCase("θ", VisemeShape.Th)]
    [TestCase("t", VisemeShape.Dd)]
    [TestCase("k", VisemeShape.Kk)]
    [TestCase("tʃ", VisemeShape.Ch)]
    [TestCase("s", VisemeShape.Ss)]
    [TestCase("ŋ", VisemeShape.Nn)]
    [TestCase("ɹ", VisemeShape.Rr)]
    [TestCase("AA1", VisemeShape.Aa)]
    [TestCase("ˈɑː", VisemeShape.Aa)]
    [TestCase("eh", VisemeShape.E)]
    [TestCase("iː", VisemeShape.I)]
    [TestCase("ao", VisemeShape.O)]
    [TestCase("UW0", VisemeShape.U)]
    public void Phoneme_HasItsShape(string name, VisemeShape shape) => Assert.That(Of((name, 0, 100))[0].Shape, Is.EqualTo(shape));

    [Test]
    public void Diphthong_GlidesToItsSecondShape() =>
        Assert.That(Of(("ow", 100, 200)), Is.EqualTo(new[] { At(VisemeShape.O, 100), At(VisemeShape.U, 160), At(VisemeShape.Sil, 200) }));

    [Test]
    public void SameShapeTwice_IsToldOnce() => Assert.That(Of(("p", 0, 50), ("b", 50, 90)), Is.EqualTo(new[] { At(VisemeShape.Pp, 0), At(VisemeShape.Sil, 90) }));

    [Test]
    public void GapAndEnd_CloseTheMouth() => Assert.That(
        Of(("aa", 0, 100), ("aa", 150, 200), ("pau", 200, 300)),
        Is.EqualTo(new[] { At(VisemeShape.Aa, 0), At(VisemeShape.Sil, 100), At(VisemeShape.Aa, 150), At(VisemeShape.Sil, 200) }));

    [Test]
    public void UnknownName_OpensTheMouthALittle() => Assert.That(Of(("?!", 0, 100))[0].Openness, Is.GreaterThan(0).And.LessThan(0.3));

    [Test]
    public void NoPhonemes_NoShapes() => Assert.That(Of(), Is.Empty);

    [Test]
    public void NoList_Throws() => Assert.That(() => Viseme.FromPhonemes(null!), Throws.ArgumentNullException);

    [Test]
    public void Openness_GoesWithTheWeight()
    {
        Assert.That(new Viseme(VisemeShape.Aa, TimeSpan.Zero, 1).Openness, Is.EqualTo(1));
        Assert.That(new Viseme(VisemeShape.Aa, TimeSpan.Zero, 0.5f).Openness, Is.EqualTo(0.5f));
        Assert.That(new Viseme(VisemeShape.Pp, TimeSpan.Zero, 1).Openness, Is.Zero);
    }

    private static Viseme At(VisemeShape shape, double milliseconds) => new(shape, TimeSpan.FromMilliseconds(milliseconds), 1);

    private static IReadOnlyList<Viseme> Of(params (string Name, double From, double To)[] phonemes) =>
        Viseme.FromPhonemes(phonemes.Select(one => new SpeechWord(one.Name, TimeSpan.FromMilliseconds(one.From), TimeSpan.FromMilliseconds(one.To))));
}
