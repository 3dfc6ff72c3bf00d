using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Cascade.Tests;

/// <summary>Comments and guides keep the rules of plain English that a program can check; CONTRIBUTING.md has all of them.</summary>
public sealed partial class PlainEnglishTests
{
    private const int MostWords = 25;

    private static readonly string Root = typeof(PlainEnglishTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "RepositoryRoot").Value!;

    private static IEnumerable<string> Packages => Directory.GetDirectories(Path.Combine(Root, "src")).Select(path => Path.GetRelativePath(Root, path)).Order();

    private static IEnumerable<string> Programs => Packages.Concat(Directory.GetDirectories(Path.Combine(Root, "samples")).Select(path => Path.GetRelativePath(Root, path)).Order());

    private static IEnumerable<string> Pages =>
        Directory.GetFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories).Append(Path.Combine(Root, "README.md")).Append(Path.Combine(Root, "CONTRIBUTING.md")).Append(Path.Combine(Root, "SECURITY.md")).Append(Path.Combine(Root, "CODE_OF_CONDUCT.md")).Select(path => Path.GetRelativePath(Root, path)).Order();

    [TestCaseSource(nameof(Packages))]
    public void XmlComments_ArePlain(string package)
    {
        IEnumerable<string> faults = SourcesOf(package, "*.cs").SelectMany(path => FaultsOf(File.ReadAllText(path)).Select(fault => $"{Path.GetRelativePath(Root, path)}: {fault}"));
        Assert.That(faults, Is.Empty);
    }

    [TestCaseSource(nameof(Programs))]
    public void Messages_ArePlain(string program)
    {
        IEnumerable<string> faults =
            from path in SourcesOf(program, "*.cs").Concat(SourcesOf(program, "*.js"))
            from fault in FaultsOfMessages(File.ReadAllText(path))
            select $"{Path.GetRelativePath(Root, path)}: {fault}";
        Assert.That(faults, Is.Empty);
    }

    [Test]
    public void TextOfThePage_IsPlain()
    {
        string page = File.ReadAllText(Path.Combine(Root, "samples", "Cascade.Server", "wwwroot", "index.html"));
        Assert.That(FaultsOfText(Tag().Replace(page, "\n")), Is.Empty);
    }

    [TestCaseSource(nameof(Pages))]
    public void Guide_IsPlain(string page) => Assert.That(FaultsOfPage(File.ReadAllText(Path.Combine(Root, page))), Is.Empty);

    [TestCase("/// <summary>What is left.</summary>\ninternal int Rest { get; }", "no noun as its subject: What is left.")]
    [TestCase("/// <summary>A test. Whoever\n/// calls waits.</summary>\nclass A;", "no noun as its subject: Whoever calls waits.")]
    [TestCase("/// <param name=\"a\">Who calls.</param>\nvoid A(int a)", "no noun as its subject: Who calls.")]
    [TestCase("public class A\n/// <summary>The rest.</summary>\n[Obsolete]\npublic int Rest { get; }", "begins with Gets or Gets or sets: The rest.")]
    [TestCase("public class A\n/// <summary>The rest.</summary>\npublic int Rest => 1 + F(2);", "begins with Gets or Gets or sets: The rest.")]
    public void Fault_IsFound(string source, string fault) => Assert.That(FaultsOf(source), Is.EqualTo([fault]));

    [Test]
    public void LongSentence_IsFoundInPublicMembersOnly()
    {
        string sentence = string.Join(' ', Enumerable.Repeat("word", MostWords + 1)) + ".";
        string comment = $"/// <remarks>Short. <see cref=\"A.B\"/> is short.\n/// {sentence}</remarks>\n";
        Assert.That(FaultsOf($"public class A\n{comment}public void B()"), Is.EqualTo([$"{MostWords + 1} words: {sentence}"]));
        Assert.That(FaultsOf($"public class A\n{comment}private void B()"), Is.Empty);
    }

    [TestCase("/// <summary>Gets what is left.</summary>\npublic class A;")]
    [TestCase("public class A\n/// <summary>Creates it.</summary>\npublic A(int a)")]
    [TestCase("public class A\n/// <summary>Returns it.</summary>\npublic static int F(int a) => a;")]
    public void PlainComment_HasNoFault(string source) => Assert.That(FaultsOf(source), Is.Empty);

    [TestCase("Text. What is this is not said.", "no noun as its subject: What is this is not said.")]
    [TestCase("- Who passes is told.", "no noun as its subject: Who passes is told.")]
    [TestCase("| a | b |\n|---|---|\n| c | Whatever comes stays. |", "no noun as its subject: Whatever comes stays.")]
    [TestCase("| a | |\n|---|--:|\n| b | c |", "a column without a head: | a | |")]
    public void FaultOfPage_IsFound(string page, string fault) => Assert.That(FaultsOfPage(page), Is.EqualTo([fault]));

    [TestCase("""throw new A("What comes is lost.");""", "no noun as its subject: What comes is lost.")]
    [TestCase("""a = $"Read {file}. " + "Who reads waits.";""", "no noun as its subject: Who reads waits.")]
    [TestCase("""a = `${reason}: Whatever is kept.`;""", "no noun as its subject: Whatever is kept.")]
    public void FaultOfMessage_IsFound(string source, string fault) => Assert.That(FaultsOfMessages(source), Is.EqualTo([fault]));

    [Test]
    public void LongSentenceOfMessage_IsFound()
    {
        string sentence = string.Join(' ', Enumerable.Repeat("word", MostWords + 1)) + ".";
        Assert.That(FaultsOfMessages($"a = \"{sentence[..30]}\"\n    + $\"{sentence[30..]}\";"), Is.EqualTo([$"{MostWords + 1} words: {sentence}"]));
    }

    [TestCase("""words = Words("and or but so because if when while although though unless until that which who whose than as the a an my your");""")]
    [TestCase("""Name = "What";""")]
    [TestCase("""// "What is this" is no message.""")]
    public void Words_AreNoMessage(string source) => Assert.That(FaultsOfMessages(source), Is.Empty);

    [Test]
    public void Code_QuestionsAndHeadings_HaveNoFault() =>
        Assert.That(FaultsOfPage("```\nWhat is it.\n```\n# What is new\nWhat is it? `x`\n| a | b |\n|---|---|\n| | c |"), Is.Empty);

    private static IEnumerable<string> FaultsOf(string source)
    {
        bool isPublic = PublicType().IsMatch(source);
        foreach (Match comment in Comment().Matches(source))
        {
            string text = string.Join(' ', comment.Groups["line"].Captures.Select(line => line.Value.Trim()));
            string declaration = comment.Groups["declaration"].Value;
            string prose = Tag().Replace(Reference().Replace(text, match => match.Groups["name"].Value), "\n");
            foreach (string part in PartsOf(prose, PartEnd()).Where(part => Subject().IsMatch(part)))
            {
                yield return $"no noun as its subject: {part}";
            }

            if (isPublic && IsOfPublicMember(declaration, source))
            {
                foreach (string sentence in PartsOf(prose, SentenceEnd()).Where(sentence => WordsOf(sentence) > MostWords))
                {
                    yield return string.Create(CultureInfo.InvariantCulture, $"{WordsOf(sentence)} words: {sentence}");
                }
            }

            string summary = Summary().Match(text).Groups["text"].Value;
            if (isPublic && Property().IsMatch(declaration) && summary.Length > 0 && !summary.StartsWith("Gets ", StringComparison.Ordinal))
            {
                yield return $"begins with Gets or Gets or sets: {summary}";
            }
        }
    }

    private static bool IsOfPublicMember(string declaration, string source) =>
        declaration.StartsWith("public ", StringComparison.Ordinal) || (source.Contains("public enum ", StringComparison.Ordinal) && EnumMember().IsMatch(declaration));

    private static IEnumerable<string> FaultsOfPage(string page)
    {
        string text = Code().Replace(page, "x");
        foreach (Match head in TableHead().Matches(text))
        {
            if (head.Groups["head"].Value.Trim().Trim('|').Split('|').Any(string.IsNullOrWhiteSpace))
            {
                yield return $"a column without a head: {head.Groups["head"].Value.Trim()}";
            }
        }

        string prose = Mark().Replace(Heading().Replace(text, "\n"), "\n").Replace('|', '\n');
        foreach (string sentence in PartsOf(prose, PartEnd()).Where(sentence => Subject().IsMatch(sentence) && !sentence.EndsWith('?')))
        {
            yield return $"no noun as its subject: {sentence}";
        }
    }

    private static IEnumerable<string> FaultsOfMessages(string source) =>
        Literal().Matches(Joint().Replace(LineComment().Replace(source, ""), ""))
            .Select(literal => Placeholder().Replace(literal.Groups["text"].Value, "x"))
            .Where(text => !IsListOfWords(text))
            .SelectMany(FaultsOfText);

    // Words that a program looks up stand in long literals without punctuation.
    private static bool IsListOfWords(string text) => WordsOf(text) > MostWords && !Punctuation().IsMatch(text);

    private static IEnumerable<string> FaultsOfText(string text)
    {
        foreach (string part in PartsOf(text, PartEnd()).Where(part => Subject().IsMatch(part) && part.Contains(' ', StringComparison.Ordinal) && !part.EndsWith('?')))
        {
            yield return $"no noun as its subject: {part}";
        }

        foreach (string sentence in PartsOf(text, SentenceEnd()).Where(sentence => WordsOf(sentence) > MostWords))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{WordsOf(sentence)} words: {sentence}");
        }
    }

    private static IEnumerable<string> SourcesOf(string folder, string pattern)
    {
        char separator = Path.DirectorySeparatorChar;
        return Directory.GetFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
            .Where(path => !path.Contains($"{separator}obj{separator}", StringComparison.Ordinal) && !path.Contains($"{separator}bin{separator}", StringComparison.Ordinal));
    }

    private static IEnumerable<string> PartsOf(string text, Regex end) =>
        text.Split('\n').SelectMany(line => end.Split(line)).Select(part => part.Trim()).Where(part => part.Length > 0);

    private static int WordsOf(string sentence) => sentence.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;

    [GeneratedRegex(@"^(public|\[assembly).*\b(class|record|struct|enum|interface)\b", RegexOptions.Multiline)]
    private static partial Regex PublicType();

    [GeneratedRegex(@"(?:^[ \t]*///(?<line>[^\r\n]*)\r?\n)+(?:[ \t]*[\[#][^\r\n]*\r?\n)*[ \t]*(?<declaration>[^\r\n]*)", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"<(?:see|paramref|typeparamref)\b[^>]*?""(?:[^""(]*\.)?(?<name>[^"".(]*)[^""]*""[^>]*/>|</?(?:c|see)\b[^>]*>")]
    private static partial Regex Reference();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"<summary>\s*(?<text>.*?)\s*</summary>")]
    private static partial Regex Summary();

    [GeneratedRegex(@"^public (?!.*\b(class|record|struct|enum|interface|const|event|delegate|readonly|override|operator)\b)[^(=]*(\{.*|=>.*|)$")]
    private static partial Regex Property();

    [GeneratedRegex(@"^\w+( = [^;]+)?,?$")]
    private static partial Regex EnumMember();

    [GeneratedRegex(@"^(\*\*)?(What|Who|Whoever|Whatever|Whose)\b")]
    private static partial Regex Subject();

    /// <summary>A text in quotes, on one line.</summary>
    [GeneratedRegex(@"""(?<text>(?:[^""\\\r\n]|\\.)*)""|`(?<text>[^`\r\n]*)`")]
    private static partial Regex Literal();

    /// <summary>The place where one message goes on in another literal.</summary>
    [GeneratedRegex(@"""\s*\+\s*\$?""")]
    private static partial Regex Joint();

    [GeneratedRegex(@"[.,;:!?)](\s|$)")]
    private static partial Regex Punctuation();

    [GeneratedRegex(@"\$?\{[^{}]*\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"^\s*//.*$", RegexOptions.Multiline)]
    private static partial Regex LineComment();

    [GeneratedRegex(@"(?<=[.!?])\s+")]
    private static partial Regex SentenceEnd();

    /// <summary>A colon or a semicolon begins a part with a subject of its own.</summary>
    [GeneratedRegex(@"(?<=[.!?;:])\s+")]
    private static partial Regex PartEnd();

    [GeneratedRegex(@"^```.*?^```|`[^`\n]*`", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex(@"^(?<head>[ \t]*\|[^\r\n]*\|)[ \t]*\r?\n[ \t]*\|[ \t]*:?-+", RegexOptions.Multiline)]
    private static partial Regex TableHead();

    [GeneratedRegex(@"^#+ .*$|^\|[ \t:\-|]*\|[ \t]*$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^\s*(?:[-*]|\d+\.)\s+", RegexOptions.Multiline)]
    private static partial Regex Mark();
}
