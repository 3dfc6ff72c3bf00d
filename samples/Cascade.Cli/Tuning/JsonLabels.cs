using System.Text;
using System.Text.Json;

namespace Cascade.Cli.Tuning;

/// <summary>
/// Labels as JSON: a list, or an object with one under <c>labels</c> or <c>segments</c>, of pairs or of objects. There may be several such documents, as <c>detect --format json</c> writes for several
/// files; these have samples as start and end, and seconds beside them.
/// </summary>
internal static class JsonLabels
{
    /// <exception cref="JsonException">It is no JSON.</exception>
    /// <exception cref="FormatException">It is of another shape.</exception>
    public static IReadOnlyList<Label> Parse(string text)
    {
        Utf8JsonReader reader = new(Encoding.UTF8.GetBytes(text), new JsonReaderOptions { AllowMultipleValues = true });
        List<Label> labels = [];
        while (reader.Read())
        {
            JsonElement root = JsonElement.ParseValue(ref reader);
            string? recording = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("file", out JsonElement file) && file.ValueKind == JsonValueKind.String ? file.GetString() : null;
            labels.AddRange(List(root).EnumerateArray().Select(label => Parse(label, recording)));
        }

        return labels;
    }

    private static JsonElement List(JsonElement root) =>
        root.ValueKind == JsonValueKind.Array ? root
        : root.ValueKind == JsonValueKind.Object
            && (root.TryGetProperty("segments", out JsonElement list) || root.TryGetProperty("labels", out list)) && list.ValueKind == JsonValueKind.Array ? list
        : throw Wrong(root);

    private static Label Parse(JsonElement label, string? recording) => label.ValueKind switch
    {
        JsonValueKind.Array when label.GetArrayLength() >= 2 => new Label(Number(label[0], label), Number(label[1], label), recording),
        JsonValueKind.Object when label.TryGetProperty("startSeconds", out JsonElement start) && label.TryGetProperty("endSeconds", out JsonElement end) =>
            new Label(Number(start, label), Number(end, label), recording),
        JsonValueKind.Object when label.TryGetProperty("start", out JsonElement start) && label.TryGetProperty("end", out JsonElement end) =>
            new Label(Number(start, label), Number(end, label), recording),
        _ => throw Wrong(label),
    };

    private static double Number(JsonElement value, JsonElement label) => value.ValueKind == JsonValueKind.Number ? value.GetDouble() : throw Wrong(label);

    private static FormatException Wrong(JsonElement found) => new($"found {(found.GetRawText() is { Length: > 80 } text ? text[..80] + "..." : found.GetRawText())}");
}
