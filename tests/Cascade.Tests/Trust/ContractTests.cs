using System.Reflection;
using System.Text.RegularExpressions;
using NUnit.Framework.Interfaces;

namespace Cascade.Tests.Trust;

/// <summary>Every sentence of the contract names a test that exists.</summary>
public sealed partial class ContractTests
{
    private static readonly Dictionary<string, Type[]> Fixtures = typeof(ContractTests).Assembly.GetTypes().GroupBy(type => type.Name).ToDictionary(group => group.Key, group => group.ToArray());

    private static IEnumerable<TestCaseData> Sentences()
    {
        string root = typeof(ContractTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;
        string[] rows = [.. File.ReadAllLines(Path.Combine(root, "docs", "contract.md")).Where(line => line.StartsWith('|') && !line.StartsWith("|-", StringComparison.Ordinal))];
        return from row in rows
               let cells = row.Trim('|').Split('|', StringSplitOptions.TrimEntries)
               where cells[^1] != "Test"
               select new TestCaseData(cells[^1]).SetArgDisplayNames(cells[^2]);
    }

    [TestCaseSource(nameof(Sentences))]
    public void Sentence_NamesTestsThatExist(string tests)
    {
        MatchCollection names = TestName().Matches(tests);
        Assert.That(names, Is.Not.Empty);
        Assert.That(TestName().Replace(tests, "").Trim(), Is.Empty, "nothing but names of tests");
        Assert.Multiple(() =>
        {
            foreach (Match name in names)
            {
                IEnumerable<MethodInfo> methods = Fixtures.GetValueOrDefault(name.Groups[1].Value, []).SelectMany(type => type.GetMethods()).Where(method => method.Name == name.Groups[2].Value);
                Assert.That(methods.Any(method => method.GetCustomAttributes().Any(attribute => attribute is ISimpleTestBuilder or ITestBuilder)), $"there is no test {name.Value}");
            }
        });
    }

    [Test]
    public void Page_HasSentences() => Assert.That(Sentences().Count(), Is.GreaterThan(40));

    [GeneratedRegex(@"`(\w+)\.(\w+)`")]
    private static partial Regex TestName();
}
