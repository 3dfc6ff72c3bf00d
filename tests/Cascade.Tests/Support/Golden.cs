using System.Reflection;
using System.Text.Json;

namespace Cascade.Tests;

/// <summary>What the reference implementation answers for one recording: those committed with the project, and those beside the repository where there are any.</summary>
internal sealed record Golden(string Path, Recording Recording, int SampleRateHz, float[] Probabilities, GoldenSet[] Sets)
{
    public static string CommittedFolder { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "Golden");

    /// <summary>All goldens at 16 kHz of the model that is built in.</summary>
    public static IEnumerable<Golden> V6 => Load("v6").Where(golden => golden.SampleRateHz == 16_000);

    /// <summary>All goldens at 8 kHz of the model that is built in. Their positions count 8 kHz samples.</summary>
    public static IEnumerable<Golden> V6At8kHz => Load("v6").Where(golden => golden.SampleRateHz == 8_000);

    /// <summary>All goldens of the version before.</summary>
    public static IEnumerable<Golden> V5 => Load("v5");

    /// <summary>Every parameter set of every golden at 16 kHz, with a name for the test runner.</summary>
    public static IEnumerable<TestCaseData> V6Sets => SetsOf(V6);

    /// <summary>The same at 8 kHz.</summary>
    public static IEnumerable<TestCaseData> V6SetsAt8kHz => SetsOf(V6At8kHz);

    public override string ToString() => System.IO.Path.GetFileName(Path);

    private static IEnumerable<TestCaseData> SetsOf(IEnumerable<Golden> goldens) =>
        from golden in goldens
        from set in golden.Sets
        select new TestCaseData(golden, set).SetArgDisplayNames($"{golden} {set}");

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
            root.GetProperty("sampling_rate").GetInt32(),
            [.. root.GetProperty("probabilities").EnumerateArray().Select(p => p.GetSingle())],
            [.. root.GetProperty("results").EnumerateArray().Select(GoldenSet.Read)]);
    }
}
