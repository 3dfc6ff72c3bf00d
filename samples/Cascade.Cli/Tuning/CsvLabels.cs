using System.Text;

namespace Cascade.Cli.Tuning;

/// <summary>Labels as comma-separated values. Without a heading, start and end are the first two columns. Source: RFC 4180.</summary>
internal static class CsvLabels
{
    /// <exception cref="FormatException">A line has no start and end.</exception>
    public static IEnumerable<Label> Parse(string text)
    {
        List<string[]> rows = [.. ParseRows(text).Where(row => row is not [""])];
        string[] heading = rows.Count == 0 ? [] : [.. rows[0].Select(name => name.Trim().ToLowerInvariant())];
        (int start, int end, int file) = (Array.IndexOf(heading, "start"), Array.IndexOf(heading, "end"), Array.IndexOf(heading, "file"));
        bool hasHeading = start >= 0 && end >= 0;
        foreach (string[] row in hasHeading ? rows[1..] : rows)
        {
            string line = string.Join(',', row);
            yield return hasHeading
                ? new Label(LabelNumber.Parse(row, start, line), LabelNumber.Parse(row, end, line), file >= 0 && file < row.Length ? row[file] : null)
                : new Label(LabelNumber.Parse(row, 0, line), LabelNumber.Parse(row, 1, line));
        }
    }

    private static IEnumerable<string[]> ParseRows(string text)
    {
        List<string> row = [];
        StringBuilder field = new();
        bool isQuoted = false;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (isQuoted && c == '"' && i + 1 < text.Length && text[i + 1] == '"')
            {
                field.Append(c);
                i++;
            }
            else if (c == '"' && (isQuoted || field.Length == 0))
            {
                isQuoted = !isQuoted;
            }
            else if (isQuoted || c is not (',' or '\n' or '\r'))
            {
                field.Append(c);
            }
            else if (c != '\r')
            {
                row.Add(field.ToString());
                field.Clear();
                if (c == '\n')
                {
                    yield return [.. row];
                    row.Clear();
                }
            }
        }

        yield return [.. row, field.ToString()];
    }
}
