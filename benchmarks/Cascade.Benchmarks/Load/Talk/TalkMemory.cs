using System.Text.Json;

namespace Cascade.Benchmarks.Load.Talk;

/// <summary>The items of a conversation as their client was told, and whether anything was told twice or differs from what the server has at the end. The client's reader writes, and others read.</summary>
internal sealed class TalkMemory
{
    private static readonly string[] s_types =
    [
        "\"response.output_audio_transcript.delta\"", "\"response.output_audio_transcript.done\"", "\"cascade.turn\"", "\"conversation.item.deleted\"", "\"conversation.item.retrieved\"", "\"error\"",
    ];

    private readonly object _lock = new();
    private readonly Dictionary<string, string> _deltas = [];
    private readonly Dictionary<string, string> _items = []; // the words of each
    private readonly Dictionary<string, string> _said = []; // the event that told each
    private readonly HashSet<string> _checked = [];
    private string _event = "";

    /// <summary>Gets the items that were told twice.</summary>
    public int Twice { get; private set; }

    /// <summary>Gets the items whose words differ from those told before.</summary>
    public int Wrong { get; private set; }

    /// <summary>Gets the items that the server did not have any more.</summary>
    public int Missing { get; private set; }

    /// <summary>Gets the items of the conversation.</summary>
    public int Count => _items.Count;

    /// <summary>Gets an example of what was wrong.</summary>
    public string? Example { get; private set; }

    public static bool IsOfInterest(string head) => s_types.Any(type => head.StartsWith("{\"type\":" + type, StringComparison.Ordinal));

    /// <summary>Returns the items that have not been compared.</summary>
    public string[] Unchecked()
    {
        lock (_lock)
        {
            return [.. _items.Keys.Where(item => !_checked.Contains(item))];
        }
    }

    public void Take(JsonElement e)
    {
        lock (_lock)
        {
            _event = $"{Text(e, "event_id")} {Text(e, "type")} {Text(e, "outcome")}";
            switch (e.GetProperty("type").GetString())
            {
                case "response.output_audio_transcript.delta":
                    string item = Text(e, "item_id")!;
                    _deltas[item] = _deltas.GetValueOrDefault(item, "") + Text(e, "delta");
                    break;
                case "response.output_audio_transcript.done":
                    TakeWhole(Text(e, "item_id")!, Text(e, "transcript")!);
                    break;
                case "cascade.turn":
                    TakeTurn(e);
                    break;
                case "conversation.item.deleted":
                    _items.Remove(Text(e, "item_id")!);
                    break;
                case "conversation.item.retrieved":
                    Compare(e.GetProperty("item"));
                    break;
                case "error" when Text(e.GetProperty("error"), "code") == "item_not_found":
                    Missing++;
                    Example ??= Text(e.GetProperty("error"), "message");
                    foreach (string known in _items.Keys.Where(known => e.GetProperty("error").GetProperty("message").GetString()!.Contains(known, StringComparison.Ordinal)))
                    {
                        _checked.Add(known);
                    }

                    break;
            }
        }
    }

    private static string? Text(JsonElement e, string name) => e.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;

    private void TakeWhole(string item, string transcript)
    {
        Once(item);
        Same(item, _deltas.GetValueOrDefault(item, ""), transcript);
        _items[item] = transcript;
    }

    // An answer that was stopped is as long as it was heard.
    private void TakeTurn(JsonElement turn)
    {
        if (Text(turn, "user_item_id") is { } user && Text(turn, "outcome") is not ("empty" or "superseded"))
        {
            Once(user);
            _items[user] = Text(turn, "user_text")!;
        }

        if (Text(turn, "item_id") is { } item && Text(turn, "outcome") != "completed")
        {
            _items[item] = Text(turn, "heard_text")!;
        }
    }

    private void Compare(JsonElement item)
    {
        JsonElement content = item.GetProperty("content")[0];
        string id = Text(item, "id")!;
        if (_checked.Add(id))
        {
            Same(id, _items.GetValueOrDefault(id, ""), Text(content, "transcript") ?? Text(content, "text") ?? "");
        }
    }

    private void Once(string item)
    {
        if (!_said.TryAdd(item, _event))
        {
            Twice++;
            Example ??= $"{item} was told twice, by {_said[item]} and {_event}.";
        }
    }

    private void Same(string item, string before, string now)
    {
        if (before != now)
        {
            Wrong++;
            Example ??= $"{item} was '{before}' and is '{now}'.";
        }
    }
}
