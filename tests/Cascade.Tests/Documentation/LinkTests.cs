using System.Reflection;
using System.Text.RegularExpressions;

namespace Cascade.Tests;

/// <summary>Whoever follows a link in the documentation arrives.</summary>
public sealed partial class LinkTests
{
    private static readonly string Root = typeof(LinkTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "RepositoryRoot").Value!;

    private static IEnumerable<string> Pages => Directory.GetFiles(Root, "*.md").Concat(Directory.GetFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories)).Select(path => Path.GetRelativePath(Root, path)).Order();

    [TestCaseSource(nameof(Pages))]
    public void LinkToFile_LeadsToOne(string page)
    {
        string path = Path.Combine(Root, page);
        List<string> broken = [];
        foreach (string link in LinksOf(File.ReadAllText(path)))
        {
            string[] parts = link.Split('#');
            string target = parts[0].Length == 0 ? path : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, parts[0]));
            bool isThere = File.Exists(target) || (parts.Length == 1 && Directory.Exists(target));
            if (!isThere || (parts.Length > 1 && !AnchorsOf(File.ReadAllText(target)).Contains(parts[1])))
            {
                broken.Add(link);
            }
        }

        Assert.That(broken, Is.Empty);
    }

    [Test]
    public void Links_AreFoundInText_NotInCode()
    {
        const string text = """
            [a](one.md), ![b](two.png "title") and <img src="three.svg" width="9"> and [c](https://example.org)
            ```csharp
            int[] x = y[0](four.md);
            ```
            `[d](five.md)` [e](six.md#part)
            """;
        Assert.That(LinksOf(text), Is.EquivalentTo(["one.md", "two.png", "three.svg", "six.md#part"]));
    }

    [Test]
    public void Anchors_AreThoseOfHeadings() =>
        Assert.That(AnchorsOf("# One two\ntext\n## `A`: what, why?\n## One two\n"), Is.EquivalentTo(["one-two", "a-what-why", "one-two-1"]));

    /// <summary>Relative links and pictures, outside of code.</summary>
    private static IEnumerable<string> LinksOf(string markdown) =>
        Link().Matches(Code().Replace(markdown, ""))
            .Select(match => match.Groups["target"].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal));

    /// <summary>What GitHub makes of headings: lower case, hyphens for blanks, punctuation left out, a number behind what occurs again.</summary>
    private static HashSet<string> AnchorsOf(string markdown)
    {
        HashSet<string> anchors = [];
        foreach (Match heading in Heading().Matches(Fence().Replace(markdown, "")))
        {
            string anchor = NotInAnchor().Replace(heading.Groups["text"].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-');
            for (int i = 1; !anchors.Add(i == 1 ? anchor : $"{anchor}-{i - 1}"); i++)
            {
            }
        }

        return anchors;
    }

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)(\s+""[^""]*"")?\)|<(img|source)\b[^>]*?\b(src|srcset)=""(?<target>[^""]+)""")]
    private static partial Regex Link();

    [GeneratedRegex(@"^```.*?^```|`[^`\n]*`", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex(@"^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^#+ (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\p{L}\p{N}\-_ ]")]
    private static partial Regex NotInAnchor();
}
