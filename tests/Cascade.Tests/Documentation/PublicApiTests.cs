using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using PublicApiGenerator;

namespace Cascade.Tests;

/// <summary>The public members of each package are those of its PublicApi.txt: nothing becomes public, changes or goes unseen.</summary>
[Parallelizable(ParallelScope.All)]
public sealed partial class PublicApiTests
{
    private const string Accept = "CASCADE_ACCEPT_PUBLIC_API";

    private static readonly Assembly Tests = typeof(PublicApiTests).Assembly;
    private static readonly string Root = Metadata("RepositoryRoot").Single();

    // A type in Microsoft's namespaces is left out otherwise, and extension methods stand there.
    // The compiler numbers the state machines of iterators anew with any change in their type.
    private static readonly ApiGeneratorOptions Options = new() { DenyNamespacePrefixes = [], IncludeAssemblyAttributes = false, ExcludeAttributes = [typeof(AsyncIteratorStateMachineAttribute).FullName!] };

    private static IEnumerable<string> Packages =>
        Metadata("Package").Select(path => Path.GetFullPath(path, AppContext.BaseDirectory))
            .Append(typeof(StreamProcessor).Assembly.Location)
            .Append(typeof(StreamProcessorFactory).Assembly.Location)
            .Select(path => Path.GetFileNameWithoutExtension(path)).Order();

    [TestCaseSource(nameof(Packages))]
    public void PublicMembers_AreThoseThatWereAccepted(string package)
    {
        string actual = Assembly.LoadFrom(PathOf(package)).GeneratePublicApi(Options).ReplaceLineEndings("\n") + "\n";
        string path = Path.Combine(Root, "src", package, "PublicApi.txt");
        if (Environment.GetEnvironmentVariable(Accept) == "1")
        {
            File.WriteAllText(path, actual);
        }

        string accepted = File.Exists(path) ? File.ReadAllText(path) : "";
        Assert.That(actual == accepted, $"""
            The public members of {package} differ from src/{package}/PublicApi.txt:
            {string.Join('\n', Difference(accepted, actual))}
            If they are to differ, accept them by this command, and commit the file:
            {Accept}=1 dotnet test -c Release tests/Cascade.Tests --filter PublicApiTests
            """);
    }

    [Test]
    public void EveryPackage_IsCompared()
    {
        IEnumerable<string> packable = Directory.GetFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Where(path => File.ReadAllText(path).Contains("<IsPackable>true</IsPackable>", StringComparison.Ordinal))
            .Select(path => Path.GetFileNameWithoutExtension(path));
        Assert.That(Packages, Is.EquivalentTo(packable));
    }

    [Test]
    public void Difference_ShowsBothSides() => Assert.That(Difference("class A\n  int b\nclass B\n  int b\n", "class A\n  int c\nclass B\n  int b\n"), Is.EqualTo(["- class A: int b", "+ class A: int c"]));

    private static string PathOf(string package) =>
        Metadata("Package").Select(path => Path.GetFullPath(path, AppContext.BaseDirectory)).SingleOrDefault(path => Path.GetFileNameWithoutExtension(path) == package)
        ?? Path.Combine(AppContext.BaseDirectory, $"{package}.dll");

    private static IEnumerable<string> Metadata(string key) => Tests.GetCustomAttributes<AssemblyMetadataAttribute>().Where(data => data.Key == key).Select(data => data.Value!);

    private static IEnumerable<string> Difference(string accepted, string actual)
    {
        string[] before = [.. MembersOf(accepted)];
        string[] after = [.. MembersOf(actual)];
        return before.Except(after).Select(line => $"- {line}").Concat(after.Except(before).Select(line => $"+ {line}"));
    }

    // Members of different types may have the same line.
    private static IEnumerable<string> MembersOf(string text)
    {
        string type = "";
        foreach (string line in text.Split('\n'))
        {
            if (TypeHead().IsMatch(line))
            {
                type = line.Trim();
            }

            yield return line.Trim() == type ? type : $"{type}: {line.Trim()}";
        }
    }

    [GeneratedRegex(@"\b(class|struct|enum|interface|record) \w+")]
    private static partial Regex TypeHead();
}
