using FsCheck;
using FsCheck.Fluent;

namespace Cascade.Dialogue.Tests;

public sealed class SpokenTextFilterTests
{
    private static readonly string[] Pieces =
    [
        "a", "word", " ", " ", "\n", "*", "**", "_", "`", "```", "~", "~~", "#", "-", ">", "[", "]", "(", ")", "!", "<", "<think>", "</think>", "<br>", "http", "https://", "example.com", "/path", ".", ",", "|", "😀", "👩‍💻", "\uD83D", "1", "h", "\t", "\r\n", "é", "你",
    ];

    [TestCase("Plain text stays. As it is!", "Plain text stays. As it is!")]
    [TestCase("This is **bold** and *slanted* and __strong__.", "This is bold and slanted and strong.")]
    [TestCase("# A heading\nText.", "A heading\nText.")]
    [TestCase("### Third level\nText.", "Third level\nText.")]
    [TestCase("- one\n- two\n* three\n+ four", "one\ntwo\nthree\nfour")]
    [TestCase("1. First\n2. Second", "1. First\n2. Second")]
    [TestCase("> quoted words", "quoted words")]
    [TestCase("before\n---\nafter", "before\n\nafter")]
    [TestCase("Use `dotnet build` now.", "Use dotnet build now.")]
    [TestCase("Code:\n```csharp\nint x = 1; // *no*\n```\nDone.", "Code:\nCode omitted.\nDone.")]
    [TestCase("```\nonly code", "Code omitted.")]
    [TestCase("See [the guide](https://example.com/x_y) first.", "See the guide first.")]
    [TestCase("![A cat](cat.png) sleeps.", "A cat sleeps.")]
    [TestCase("Go to https://www.example.com/a/b?c=1. Now.", "Go to example.com. Now.")]
    [TestCase("http is a word, so is https.", "http is a word, so is https.")]
    [TestCase("Hello 😀 world 👩‍💻!", "Hello world !")]
    [TestCase("Flags 🇩🇪 and hearts ❤️ go.", "Flags and hearts go.")]
    [TestCase("<think>Secret. *plan*</think>Hello.", "Hello.")]
    [TestCase("<THINKING>a < b </thinking>\nHello.", "\nHello.")]
    [TestCase("Line<br>break and <b>bold</b>.", "Linebreak and bold.")]
    [TestCase("3 < 5 and 7 > 6.", "3 < 5 and 7 > 6.")]
    [TestCase("2 * 3 is 6.", "2 * 3 is 6.")]
    [TestCase("snake_case_name stays.", "snake_case_name stays.")]
    [TestCase("An array [1] stays.", "An array [1] stays.")]
    [TestCase("Wow! Really!", "Wow! Really!")]
    [TestCase("~~old~~ new, ~5 minutes.", "old new, ~5 minutes.")]
    [TestCase("| a | b |\n|---|---|\n| 1 | 2 |", "a b \n\n1 2 ")]
    [TestCase("bell\u0007 and tab\there", "bell and tab here")]
    [TestCase("unfinished **bold", "unfinished bold")]
    [TestCase("unfinished [link", "unfinished [link")]
    [TestCase("- ", "")]
    [TestCase("a-b and c - d", "a-b and c - d")]
    [TestCase("-5 degrees", "-5 degrees")]
    public void Markup_IsLeftOut(string written, string spoken) => Assert.That(Filter(written), Is.EqualTo(spoken));

    [Test]
    public void AnyText_CutAnywhere_GivesTheSame()
    {
        Gen<string> texts = Gen.Elements(Pieces).ListOf().Select(pieces => string.Concat(pieces));
        Arbitrary<(string, int)> cases = (from text in texts from seed in Gen.Choose(0, int.MaxValue) select (text, seed)).ToArbitrary();
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(3_000).WithEndSize(200),
            Prop.ForAll(cases, input => Assert.That(
                Filter([.. SentenceSplitterTests.Cut(input.Item1, new Random(input.Item2))]), Is.EqualTo(Filter(input.Item1)), $"seed {input.Item2}: '{input.Item1}'")));
    }

    [Test]
    public void TextWithoutMarkup_ComesOutAtOnce()
    {
        SpokenTextFilter filter = new();

        Assert.That(filter.Push("Some words to say, "), Is.EqualTo("Some words to say, "));
    }

    [Test]
    public void Complete_BeginsAnew()
    {
        SpokenTextFilter filter = new();
        filter.Push("<think>never closed");
        filter.Complete();

        Assert.That(filter.Push("Hi.") + filter.Complete(), Is.EqualTo("Hi."));
    }

    private static string Filter(params string[] pieces)
    {
        SpokenTextFilter filter = new();
        return string.Concat(pieces.Select(piece => filter.Push(piece))) + filter.Complete();
    }
}
