using System.Text.Json.Serialization;
using Cascade.Hosting.Realtime.Wire;
using Microsoft.Extensions.AI;

namespace Cascade.Hosting.Realtime.Sessions;

/// <summary>An item of the conversation as the client knows it, and the message of the history that it stands for.</summary>
internal sealed class Item(string id, string type)
{
    public const string Message = "message";
    public const string FunctionCall = "function_call";
    public const string FunctionOutput = "function_call_output";

    public string Id => id;

    public string Type => type;

    public string Role { get; init; } = "";

    /// <summary>Gets whether the content is audio, whose words are <see cref="Text"/>.</summary>
    public bool IsAudio { get; init; }

    public string Text { get; set; } = "";

    public string Status { get; set; } = "completed";

    public string? CallId { get; init; }

    public string? Name { get; init; }

    public string? Arguments { get; init; }

    public string? Output { get; init; }

    /// <summary>Gets the turn of the conversation; 0 if the client added the item, or another node heard or said it.</summary>
    [JsonIgnore]
    public long Turn { get; set; }

    /// <summary>Gets the id of its message in the history.</summary>
    [JsonIgnore]
    public string MessageId => Turn == 0 ? id : Conversation.MessageIdOf(Turn, Role == "user" ? ChatRole.User : ChatRole.Assistant);

    /// <summary>Gets the words that have been handed out, on the time of the answer.</summary>
    public List<SpokenWord> Words { get; init; } = [];

    /// <summary>Gets the length of the audio that has been handed out.</summary>
    public TimeSpan Length { get; set; }

    /// <summary>Returns whether a message of the history is that of the item.</summary>
    public bool IsOf(ChatMessage message) => type switch
    {
        FunctionCall => message.Contents.OfType<FunctionCallContent>().Any(call => call.CallId == CallId),
        FunctionOutput => message.Contents.OfType<FunctionResultContent>().Any(result => result.CallId == CallId),
        _ => message.MessageId == MessageId,
    };

    /// <summary>Gets the message of an item that the history does not have.</summary>
    public ChatMessage ToMessage() => type switch
    {
        FunctionCall => new ChatMessage(ChatRole.Assistant, [new FunctionCallContent(CallId!, Name!, ToolArguments.Read(Arguments))]) { MessageId = id },
        FunctionOutput => new ChatMessage(ChatRole.Tool, [new FunctionResultContent(CallId!, Output)]) { MessageId = id },
        _ => new ChatMessage(new ChatRole(Role), Text) { MessageId = id },
    };

    public ItemBody ToBody(Names names) => new(id, "realtime.item", type, Status)
    {
        Role = type == Message ? Role : null,
        Content = type == Message ? [ToContent(names)] : null,
        CallId = CallId,
        Name = Name,
        Arguments = Arguments,
        Output = Output,
    };

    /// <summary>Gets the item as it is before its content comes.</summary>
    public ItemBody ToEmptyBody(Names names) => ToBody(names) with { Content = type == Message ? [] : null, Status = "in_progress", Arguments = type == FunctionCall ? "" : null };

    private ContentBody ToContent(Names names) => (Role, IsAudio) switch
    {
        ("assistant", true) => new ContentBody(names.ItemAudio) { Transcript = Text },
        ("assistant", false) => new ContentBody(names.ItemText) { Text = Text },
        (_, true) => new ContentBody("input_audio") { Transcript = Text },
        _ => new ContentBody("input_text") { Text = Text },
    };
}
