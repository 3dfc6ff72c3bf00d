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

    public StatusError? Error { get; set; }

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
