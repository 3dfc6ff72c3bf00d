using System.Text.Json;

namespace Cascade.Cli.Tuning;

/// <summary>Reads when somebody speaks: an Audacity label track, RTTM, CSV or JSON, told by the content.</summary>
internal static class LabelFile
{
    private const string Expected = "an Audacity label track, RTTM, CSV with the columns start and end, or JSON with start and end, in seconds";

    /// <returns>The labels of one recording, in the file's order; they may overlap.</returns>
    /// <param name="path">The file.</param>
    /// <param name="of">Which of its recordings is meant.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is none of these, or its labels are of other recordings.</exception>
    public static async Task<IReadOnlyList<Label>> ReadAsync(string path, LabelChoice of, CancellationToken cancellationToken)
    {
        string text = Directory.Exists(path)
            ? throw new InvalidDataException($"'{path}': This is a folder: expected {Expected}.")
            : await File.ReadAllTextAsync(path, cancellationToken);
        try
        {
            List<Label> labels = [.. Parse(text.TrimStart('\uFEFF'))];
            int wrong = labels.FindIndex(label => !(label.Start >= 0 && label.End >= label.Start && double.IsFinite(label.End)));
            return wrong < 0 ? of.Choose(labels) : throw new FormatException($"label {wrong + 1} is from {labels[wrong].Start} to {labels[wrong].End}");
        }
        catch (Exception fault) when (fault is FormatException or JsonException)
        {
            throw new InvalidDataException($"'{path}': These are no labels: expected {Expected}; {fault.Message}", fault);
        }
        catch (InvalidDataException fault)
        {
            throw new InvalidDataException($"'{path}': {fault.Message}", fault);
        }
    }

    private static IEnumerable<Label> Parse(string text)
    {
        string[] lines = [.. text.Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.Length > 0)];
        return text.TrimStart() is ['[' or '{', ..] ? JsonLabels.Parse(text)
            : lines.Any(IsSpeaker) ? ParseRttm(lines)
            : lines.Any(line => line.Contains('\t')) ? ParseAudacity(lines)
            : CsvLabels.Parse(text);
    }

    // A line that begins with a backslash has the frequencies of the label before it.
    private static IEnumerable<Label> ParseAudacity(string[] lines) =>
        from line in lines
        where line[0] != '\\'
        let fields = line.Split('\t')
        select new Label(LabelNumber.Parse(fields, 0, line), LabelNumber.Parse(fields, 1, line));

    // Fields are separated by any white space: type, recording, channel, start, length.
    private static IEnumerable<Label> ParseRttm(string[] lines) =>
        from line in lines
        where IsSpeaker(line)
        let fields = Fields(line)
        let start = LabelNumber.Parse(fields, 3, line)
        select new Label(start, start + LabelNumber.Parse(fields, 4, line), fields[1], int.TryParse(fields[2], out int channel) ? channel : null);

    private static bool IsSpeaker(string line) => Fields(line) is ["SPEAKER", ..];

    private static string[] Fields(string line) => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
