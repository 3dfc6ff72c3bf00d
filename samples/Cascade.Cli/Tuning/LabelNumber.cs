using System.Globalization;

namespace Cascade.Cli.Tuning;

/// <summary>A number among the fields of a line.</summary>
internal static class LabelNumber
{
    /// <exception cref="FormatException">There is none.</exception>
    public static double Parse(IReadOnlyList<string> fields, int index, string line) =>
        index < fields.Count && double.TryParse(fields[index].Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            ? value
            : throw new FormatException($"found the line '{line}'");
}
