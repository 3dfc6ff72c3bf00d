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
        foreach (JsonObject row in ByScenario(rows.Where(row => !row.ContainsKey("limitOn"))))
        {
            string[] own = [.. row.Select(cell => cell.Key).Where(key => key != "command")];
            if (!own.SequenceEqual(columns))
            {
                columns = own;
                text.Append(text.Length > 0 ? "\n" : "");
                text.Append(CultureInfo.InvariantCulture, $"| {string.Join(" | ", own.Select(HeadOf))} |\n");
                text.Append(CultureInfo.InvariantCulture, $"|{string.Join("|", own.Select((key, index) => index > 0 || IsNumber(row[key]) ? "--:" : "---"))}|\n");
            }

            text.Append(CultureInfo.InvariantCulture, $"| {string.Join(" | ", own.Select(key => CellOf(row[key])))} |\n");
        }

        return text.ToString();
    }

    // A scenario that several engines run becomes one row with a column for each engine; rows without an engine stay as they are.
    private static IEnumerable<JsonObject> ByScenario(IEnumerable<JsonObject> rows)
    {
        JsonObject[] all = [.. rows];
        IEnumerable<string> keys = all.Where(row => row.ContainsKey("engine")).SelectMany(row => row.Select(cell => cell.Key)).Distinct();
        foreach (string figure in keys.Where(key => key is not ("scenario" or "engine" or "command")))
        {
            JsonObject[] rowsOfFigure = [.. all.Where(row => row.ContainsKey("engine") && row.ContainsKey(figure))];
            string[] engines = [.. rowsOfFigure.Select(row => (string)row["engine"]!).Distinct()];
            foreach (IGrouping<string, JsonObject> scenario in rowsOfFigure.GroupBy(row => (string)row["scenario"]!))
            {
                JsonObject wide = new() { [$"scenario ({HeadOf(figure)})"] = scenario.Key };
                foreach (string engine in engines)
                {
                    wide[engine] = scenario.FirstOrDefault(row => (string)row["engine"]! == engine)?[figure]?.DeepClone();
                }

                yield return wide;
            }
        }

        foreach (JsonObject row in all.Where(row => !row.ContainsKey("engine")))
        {
            yield return row;
        }
    }

    // medianMicroseconds and resident_kb become "median microseconds" and "resident KB".
    private static string HeadOf(string key)
    {
        StringBuilder head = new();
        foreach (char letter in key)
        {
            bool beginsWord = char.IsUpper(letter) && head.Length > 0 && char.IsLower(head[^1]);
            head.Append(letter == '_' ? " " : beginsWord ? $" {char.ToLowerInvariant(letter)}" : letter.ToString());
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
