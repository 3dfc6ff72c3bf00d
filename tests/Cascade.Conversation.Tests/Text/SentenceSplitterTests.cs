using FsCheck;
using FsCheck.Fluent;

namespace Cascade.Dialogue.Tests;

public sealed class SentenceSplitterTests
{
    private static readonly SentenceSplitterOptions Whole = new() { FirstClauseLength = null, MinimumLength = 0 };

    // Characters that mean something to the splitter, more often than others.
    private static readonly string[] Pieces =
    [
        "a", "word", "Word", "I", "Dr", "e.g", "etc", "p.m", "3", "14", ".", ".", "!", "?", "...", "…", ";", ",", ":", "—", " ", " ", "  ", "\n", "\"", "”", "«", "»", ")", "(", "。", "？", "」", "「", "と", "你好", "，", "😀", "J.R.R", "\u00A0", "supercalifragilisticexpialidocious",
    ];

    [Test]
    public void Cases_AreTwoHundredInSixLanguages() => Assert.That(SentenceCases.All.Distinct().Count(), Is.GreaterThanOrEqualTo(200));

    [TestCaseSource(typeof(SentenceCases), nameof(SentenceCases.All))]
    public void Case_EndsWhereItIsMarked(string marked)
    {
        string text = marked.Replace("|", "", StringComparison.Ordinal);
        string[] expected = [.. marked.Split('|').Select(sentence => sentence.Trim()).Where(sentence => sentence.Length > 0)];

        Assert.That(Split(Whole, text).Select(sentence => sentence.Trim()).Where(sentence => sentence.Length > 0), Is.EqualTo(expected));
    }

    [Test]
    public void AnyText_CutAnywhere_GivesTheSameSentencesAndEveryCharacterOnce()
    {
        Gen<string> texts = Gen.Elements(Pieces).ListOf().Select(pieces => string.Concat(pieces));
        Arbitrary<(string, int)> cases = (from text in texts from seed in Gen.Choose(0, int.MaxValue) select (text, seed)).ToArbitrary();
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(3_000).WithEndSize(300),
            Prop.ForAll(cases, input =>
            {
                (string text, int seed) = input;
                foreach (SentenceSplitterOptions options in new[] { Whole, new SentenceSplitterOptions(), new SentenceSplitterOptions { MaximumLength = 20 } })
                {
                    string[] once = Split(options, text);
                    string[] cut = Split(options, [.. Cut(text, new Random(seed))]);
                    Assert.That(cut, Is.EqualTo(once), $"seed {seed}: '{text}'");
                    Assert.That(string.Concat(once), Is.EqualTo(text));
                    Assert.That(once.Take(once.Length - 1).Where(string.IsNullOrWhiteSpace), Is.Empty, "white space alone may be the last only");
                }
            }));
    }

    [Test]
    public void FirstSentence_MayEndAtAComma() =>
        Assert.That(Split(new SentenceSplitterOptions(), "Yes, that is certainly true, and more, so much more, follows here."), Is.EqualTo(new[] { "Yes, that is certainly true, ", "and more, so much more, follows here." }));

    [Test]
    public void ShortSentenceAfterTheFirst_JoinsTheNext() =>
        Assert.That(Split(new SentenceSplitterOptions(), "Yes. No. But this is long enough for one. End."), Is.EqualTo(new[] { "Yes. ", "No. But this is long enough for one. ", "End." }));

    [Test]
    public void TextWithoutAnEnd_IsCutAtWhiteSpaceBeforeTheMaximum()
    {
        string[] sentences = Split(new SentenceSplitterOptions { MaximumLength = 50 }, string.Join(' ', Enumerable.Repeat("word", 100)));

        Assert.That(sentences, Has.All.Length.LessThanOrEqualTo(50));
        Assert.That(sentences.SkipLast(1), Has.All.EndsWith(" "));
    }

    [Test]
    public void TextWithoutWhiteSpace_IsCutBetweenWholeCharacters() =>
        Assert.That(Split(new SentenceSplitterOptions { MaximumLength = 21, MinimumLength = 0 }, string.Concat(Enumerable.Repeat("😀", 50))), Has.All.Matches((string? sentence) => sentence!.Length % 2 == 0));

    [Test]
    public void SentenceThatHasEnded_IsReadBeforeMoreArrives()
    {
        SentenceSplitter splitter = new();
        splitter.Push("Hello there. ");

        Assert.That(splitter.TryRead(out string? sentence), Is.True);
        Assert.That(sentence, Is.EqualTo("Hello there. "));
    }

    [TestCase(0, 20, 200)]
    [TestCase(15, -1, 200)]
    [TestCase(15, 20, 19)]
    [TestCase(15, 300, 200)]
    public void LengthOutsideItsRange_IsRefused(int clause, int minimum, int maximum) =>
        Assert.That(() => new SentenceSplitter(new SentenceSplitterOptions { FirstClauseLength = clause, MinimumLength = minimum, MaximumLength = maximum }), Throws.InstanceOf<ArgumentOutOfRangeException>());

    internal static IEnumerable<string> Cut(string text, Random random)
    {
        for (int start = 0; start < text.Length;)
        {
            int length = Math.Min(random.Next(1, 6), text.Length - start);
            yield return text.Substring(start, length);
            start += length;
        }
    }

    private static string[] Split(SentenceSplitterOptions options, params string[] pieces)
    {
        SentenceSplitter splitter = new(options);
        List<string> sentences = [];
        foreach (string piece in pieces)
        {
            splitter.Push(piece);
        }

        splitter.Complete();
        while (splitter.TryRead(out string? sentence))
        {
            sentences.Add(sentence);
        }

        return [.. sentences];
    }
}
