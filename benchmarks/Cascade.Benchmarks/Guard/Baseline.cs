using System.Text.Json;

namespace Cascade.Benchmarks.Guard;

/// <summary>The ratios that the library had when it was last accepted, by what the processor can do.</summary>
internal sealed class Baseline
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly string _path;
    private readonly SortedDictionary<string, BaselineLevel> _levels;

    private Baseline(string path, SortedDictionary<string, BaselineLevel> levels) => (_path, _levels) = (path, levels);

    /// <summary>Reads it; one that does not exist is empty.</summary>
    public static Baseline Read(string path) =>
        new(path, File.Exists(path) ? JsonSerializer.Deserialize<SortedDictionary<string, BaselineLevel>>(File.ReadAllText(path), Format)! : []);

    public BaselineLevel? For(string level) => _levels.GetValueOrDefault(level);

    public void Write(string level, BaselineLevel values)
    {
        _levels[level] = values;
        File.WriteAllText(_path, JsonSerializer.Serialize(_levels, Format) + "\n");
    }
}
