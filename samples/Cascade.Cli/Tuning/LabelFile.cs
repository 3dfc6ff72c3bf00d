using System.Globalization;
using System.Text.Json;

namespace Cascade.Cli.Tuning;

/// <summary>Reads when somebody speaks: an Audacity label track, RTTM, CSV or JSON, told by the content.</summary>
internal static class LabelFile
{
    private const string Expected = "an Audacity label track, RTTM, CSV with the columns start and end, or JSON with start and end, in seconds";

    /// <returns>Stretches in seconds, in the file's order; they may overlap.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is none of these.</exception>
    public static async Task<IReadOnlyList<(double Start, double End)>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        string text = await File.ReadAllTextAsync(path, cancellationToken);
        try
        {
            List<(double Start, double End)> labels = [.. Parse(text.TrimStart('\uFEFF'))];
            int wrong = labels.FindIndex(label => !(label.Start >= 0 && label.End >= label.Start && double.IsFinite(label.End)));
            return wrong < 0 ? labels : throw new FormatException($"label {wrong + 1} is from {labels[wrong].Start} to {labels[wrong].End}");
        }
        catch (Exception fault) when (fault is FormatException or JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new InvalidDataException($"'{path}': These are no labels: expected {Expected}; {fault.Message}", fault);
        }
    }

    private static IEnumerable<(double Start, double End)> Parse(string text)
    {
        string[] lines = [.. text.Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.Length > 0)];
        return text.TrimStart() is ['[' or '{', ..] ? ParseJson(text)
            : lines.Any(line => line.StartsWith("SPEAKER ", StringComparison.Ordinal)) ? ParseRttm(lines)
            : lines.Any(line => line.Contains('\t')) ? ParseAudacity(lines)
            : ParseCsv(lines);
    }

    // A line that begins with a backslash has the frequencies of the label before it.
    private static IEnumerable<(double Start, double End)> ParseAudacity(string[] lines) =>
        from line in lines
        where line[0] != '\\'
        let fields = line.Split('\t')
        select (Number(fields, 0, line), Number(fields, 1, line));

    private static IEnumerable<(double Start, double End)> ParseRttm(string[] lines) =>
        from line in lines
        where line.StartsWith("SPEAKER ", StringComparison.Ordinal)
        let fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        let start = Number(fields, 3, line)
        select (start, start + Number(fields, 4, line));

    // Without a heading, start and end are the first two columns. A quoted name may hold commas, so columns behind it are counted from the end.
    private static IEnumerable<(double Start, double End)> ParseCsv(string[] lines)
    {
        string[] heading = lines.Length == 0 ? [] : [.. lines[0].Split(',').Select(name => name.Trim().ToLowerInvariant())];
        (int start, int end) = (Array.IndexOf(heading, "start"), Array.IndexOf(heading, "end"));
        bool hasHeading = start >= 0 && end >= 0;
        foreach (string line in hasHeading ? lines[1..] : lines)
        {
            string[] fields = line.Split(',');
            int shift = hasHeading && line.StartsWith('"') ? fields.Length - heading.Length : 0;
            yield return hasHeading ? (Number(fields, start + shift, line), Number(fields, end + shift, line)) : (Number(fields, 0, line), Number(fields, 1, line));
        }
    }

    // A list, or an object with one: of pairs, or of objects. What `detect --format json` writes has samples as start and end, and seconds beside them.
    private static IEnumerable<(double Start, double End)> ParseJson(string text)
    {
        JsonElement root = JsonSerializer.Deserialize<JsonElement>(text);
        JsonElement list = root.ValueKind == JsonValueKind.Array ? root
            : root.TryGetProperty("segments", out JsonElement segments) ? segments
            : root.GetProperty("labels");
        return [.. list.EnumerateArray().Select(label => label.ValueKind == JsonValueKind.Array
            ? (label[0].GetDouble(), label[1].GetDouble())
            : label.TryGetProperty("startSeconds", out JsonElement start)
                ? (start.GetDouble(), label.GetProperty("endSeconds").GetDouble())
                : (label.GetProperty("start").GetDouble(), label.GetProperty("end").GetDouble()))];
    }

    private static double Number(string[] fields, int index, string line) =>
        index < fields.Length && double.TryParse(fields[index].Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            ? value
            : throw new FormatException($"found the line '{line}'");
}
