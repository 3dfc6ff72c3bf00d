using System.Reflection;
using System.Text.Json;

namespace Cascade.Tests;

/// <summary>What the reference implementation answers for one recording: those committed with the project, and those beside the repository where there are any.</summary>
internal sealed record Golden(string Path, Recording Recording, float[] Probabilities, GoldenSet[] Sets)
{
    public static string CommittedFolder { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "Golden");

    /// <summary>All goldens of the model that is built in.</summary>
    public static IEnumerable<Golden> V6 => Load("v6");

    /// <summary>All goldens of the version before.</summary>
    public static IEnumerable<Golden> V5 => Load("v5");

    /// <summary>Every parameter set of every golden, with a name for the test runner.</summary>
    public static IEnumerable<TestCaseData> V6Sets =>
        from golden in V6
        from set in golden.Sets
        select new TestCaseData(golden, set).SetArgDisplayNames($"{golden} {set}");

    public override string ToString() => System.IO.Path.GetFileName(Path);

    private static IEnumerable<Golden> Load(string version)
    {
        string root = typeof(Golden).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;
        string shared = System.IO.Path.Combine(root, "..", "shared");
        IEnumerable<Golden> committed = from path in Directory.GetFiles(CommittedFolder, $"*.{version}.json").Order()
                                        select Read(path, CommittedFolder);
        IEnumerable<Golden> beside = from path in Directory.Exists(shared) ? Directory.GetFiles(System.IO.Path.Combine(shared, "golden"), $"*.{version}.json") : []
                                     select Read(path, System.IO.Path.Combine(shared, "audio"));
        return committed.Concat(beside);
    }

    private static Golden Read(string path, string audioFolder)
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(path));
        JsonElement root = json.RootElement;
        return new Golden(
            path,
            Recording.Read(System.IO.Path.Combine(audioFolder, root.GetProperty("wav").GetString()!)),
            [.. root.GetProperty("probabilities").EnumerateArray().Select(p => p.GetSingle())],
            [.. root.GetProperty("results").EnumerateArray().Select(GoldenSet.Read)]);
    }
}
