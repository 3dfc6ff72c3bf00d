using System.Text.Json;
using Cascade.Hosting.Realtime.Audio;
using Cascade.Hosting.Realtime.Wire;

namespace Cascade.Hosting.Realtime.Sessions;

/// <summary>A response from its beginning to the end of its playback.</summary>
internal sealed class ActiveResponse(string id, long turn, SessionConfig config)
{
    public string Id => id;

    public long Turn => turn;

    public SessionConfig Config => config;

    public JsonElement? Metadata { get; init; }

    /// <summary>Gets the message, once it has content.</summary>
    public Item? Message { get; set; }

    public int MessageIndex { get; set; }

    public List<Item> Output { get; } = [];

    public AnswerEncoder? Encoder { get; set; }

    /// <summary>Gets whether its end has been told.</summary>
    public bool IsDone { get; set; }

    /// <summary>Gets whether the client stopped it.</summary>
    public bool IsCanceled { get; set; }

    /// <summary>Gets the item that is answered, if it is known.</summary>
    public Item? User { get; init; }

    /// <summary>Gets the end of its turn, <see langword="null"/> while it is made or played.</summary>
    public TurnOutcome? Outcome { get; set; }

    /// <summary>Gets the numbers of the events that told it, those with its audio apart.</summary>
    public List<long> Told { get; } = [];

    /// <summary>Gets the number of the last event with audio.</summary>
    public long LastAudio { get; set; }

    public List<ToldSentence> Sentences { get; } = [];

    public StatusError? Error { get; set; }

    /// <summary>Takes note of an event, if it told a part of the response.</summary>
    public void Note(ServerEvent e, long number, bool isKept)
    {
        bool isPart = e switch
        {
            ResponseEvent whole => whole.Response.Id == id,
            ResponsePartEvent part => part.ResponseId == id && (part.ItemId ?? part.Item?.Id) == Message?.Id,
            ItemEvent { Type: "conversation.item.added" or "conversation.item.done" or "conversation.item.created" } item => item.Item!.Id == Message?.Id,
            _ => false,
        };
        if (isPart && isKept)
        {
            Told.Add(number);
        }
        else if (isPart)
        {
            LastAudio = number;
        }
    }

    public ResponseBody ToBody(Names names, string status, StatusDetails? details = null, UsageBody? usage = null) =>
        new(id, "realtime.response", status, status == "in_progress" ? [] : [.. Output.Select(item => item.ToBody(names))])
        {
            StatusDetails = details,
            ConversationId = "conv_" + id["resp_".Length..],
            OutputModalities = names.IsBeta ? null : config.Speaks ? ["audio"] : ["text"],
            Modalities = !names.IsBeta ? null : config.Speaks ? ["text", "audio"] : ["text"],
            Metadata = Metadata,
            Usage = usage,
        };
}
