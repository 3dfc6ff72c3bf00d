using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cascade.Benchmarks;

/// <summary>Rows of a command's JSON as tables of Markdown: one table for each set of columns, in the order of the rows.</summary>
internal static class MarkdownTable
{
    /// <summary>Returns the tables. Limits are left out: they are the project's, not a reader's.</summary>
    /// <param name="rows">A command's lines.</param>
    public static string From(IEnumerable<JsonObject> rows)
    {
        StringBuilder text = new();
        string[] columns = [];
        foreach (JsonObject row in rows.Where(row => !row.ContainsKey("limitOn")))
        {
            string[] own = [.. row.Select(cell => cell.Key).Where(key => key != "command")];
            if (!own.SequenceEqual(columns))
            {
                columns = own;
                text.Append(text.Length > 0 ? "\n" : "");
                text.Append(CultureInfo.InvariantCulture, $"| {string.Join(" | ", own.Select(HeadOf))} |\n");
                text.Append(CultureInfo.InvariantCulture, $"|{string.Join("|", own.Select(key => IsNumber(row[key]) ? "--:" : "---"))}|\n");
            }

            text.Append(CultureInfo.InvariantCulture, $"| {string.Join(" | ", own.Select(key => CellOf(row[key])))} |\n");
        }

        return text.ToString();
    }

    // medianMicroseconds and resident_kb become "median microseconds" and "resident KB".
    private static string HeadOf(string key)
    {
        StringBuilder head = new();
        foreach (char letter in key)
        {
            head.Append(letter == '_' ? " " : char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : letter.ToString());
        }

        return head.Replace(" kb", " KB").Replace("onnx runtime", "ONNX Runtime").ToString();
    }

    private static bool IsNumber(JsonNode? value) => value?.GetValueKind() == JsonValueKind.Number;

    private static string CellOf(JsonNode? value) => !IsNumber(value)
        ? value?.ToString() ?? ""
        : (double)value! switch
        {
            0 => "0",
            var number when Math.Abs(number) >= 100 => number.ToString("#,0", CultureInfo.InvariantCulture),
            var number => number.ToString("0.###", CultureInfo.InvariantCulture),
        };
}
