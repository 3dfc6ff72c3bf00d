using Microsoft.Extensions.AI;

namespace Cascade.Extensions.AI;

/// <summary>Makes one response of the texts of all utterances.</summary>
internal sealed class WholeText
{
    private readonly List<AIContent> _contents = [];
    private readonly List<SpeechWord> _words = [];
    private readonly List<object?> _raw = [];
    private TimeSpan? _start;
    private TimeSpan? _end;
    private string? _modelId;

    public void Add(SpeechToTextResponseUpdate update)
    {
        if (update.Kind == SpeechToTextResponseUpdateKind.TextUpdating)
        {
            return; // the final text follows
        }

        foreach (AIContent content in update.Contents)
        {
            _contents.Add(Separate(content));
        }

        _words.AddRange(SpeechWords.Of(update.AdditionalProperties));
        _raw.Add(update.RawRepresentation);
        _start ??= update.StartTime;
        _end = update.EndTime ?? _end;
        _modelId ??= update.ModelId;
    }

    public SpeechToTextResponse ToResponse()
    {
        SpeechToTextResponse response = new(_contents) { StartTime = _start, EndTime = _end, ModelId = _modelId, RawRepresentation = _raw };
        if (_words.Count > 0)
        {
            response.AdditionalProperties = new() { [SpeechWords.Property] = _words };
        }

        return response;
    }

    // A response's text is that of its contents without anything between them.
    private AIContent Separate(AIContent content) =>
        content is TextContent { Text: { Length: > 0 } text } && _contents.OfType<TextContent>().LastOrDefault() is { Text: [.., var last] } && !char.IsWhiteSpace(last) && !char.IsWhiteSpace(text[0])
            ? new TextContent($" {text}") { AdditionalProperties = content.AdditionalProperties, RawRepresentation = content.RawRepresentation }
            : content;
}
