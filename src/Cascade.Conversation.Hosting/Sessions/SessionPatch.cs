using System.Text.Json;
using Cascade.Hosting.Realtime.Audio;
using Cascade.Hosting.Realtime.Wire;

namespace Cascade.Hosting.Realtime.Sessions;

/// <summary>Applies the wishes of a client to the settings that hold. A wish that is not served is refused, and then nothing is changed.</summary>
internal static class SessionPatch
{
    // Fields that say nothing about what the server does: clients send back what they were told.
    private static readonly HashSet<string> Harmless = ["id", "object", "expires_at", "client_secret", "parallel_tool_calls", "created_at"];

    /// <exception cref="RealtimeException">A value is illegal or not served.</exception>
    public static SessionConfig Apply(SessionConfig current, ClientSession patch)
    {
        RefuseOthers(patch.Others, "session");
        if (patch.Type is { } type && (type is not ("realtime" or "transcription") || (type == "transcription") != current.IsTranscription))
        {
            throw new RealtimeException(RealtimeException.InvalidValue, $"A session's type cannot change: expected '{(current.IsTranscription ? "transcription" : "realtime")}', found '{type}'. Connect anew.", "session.type");
        }

        ClientAudioInput? input = patch.Audio?.Input;
        ClientAudioOutput? output = patch.Audio?.Output;
        return current with
        {
            Model = patch.Model ?? current.Model,
            Instructions = patch.Instructions ?? current.Instructions,
            Speaks = Modalities(patch.OutputModalities ?? patch.Modalities) ?? current.Speaks,
            Input = Format(First(input?.Format, patch.InputAudioFormat), "session.audio.input.format", current.IsExtended) ?? current.Input,
            Output = Format(First(output?.Format, patch.OutputAudioFormat), "session.audio.output.format", current.IsExtended) ?? current.Output,
            Voice = Voice(First(output?.Voice, patch.Voice)) ?? current.Voice,
            Speed = Speed(output?.Speed ?? patch.Speed) ?? current.Speed,
            Transcription = Transcription(First(input?.Transcription, patch.InputAudioTranscription), current.Transcription),
            TurnDetection = TurnDetectionPatch.Apply(First(input?.TurnDetection, patch.TurnDetection), current.TurnDetection),
            Tools = Tools(patch.Tools) ?? current.Tools,
            ToolChoice = ToolChoice(patch.ToolChoice) ?? current.ToolChoice,
            MaxOutputTokens = Tokens(First(patch.MaxOutputTokens, patch.MaxResponseOutputTokens), current.MaxOutputTokens),
            Temperature = patch.Temperature ?? current.Temperature,
        };
    }

    /// <summary>Applies what a client asks for one response.</summary>
    /// <exception cref="RealtimeException">A value is illegal or not served.</exception>
    public static SessionConfig Apply(SessionConfig current, ClientResponse patch)
    {
        RefuseOthers(patch.Others, "response");
        if (patch.Conversation is { } conversation && conversation != "auto")
        {
            throw RealtimeException.NotServed("response.conversation", conversation, "Responses belong to the conversation of the session: leave it out, or connect a second session.");
        }

        if (patch.Input.ValueKind is JsonValueKind.Array && patch.Input.GetArrayLength() > 0)
        {
            throw RealtimeException.NotServed("response.input", "items", "Add items by conversation.item.create.");
        }

        ClientAudioOutput? output = patch.Audio?.Output;
        return current with
        {
            Instructions = patch.Instructions ?? current.Instructions,
            Speaks = Modalities(patch.OutputModalities ?? patch.Modalities) ?? current.Speaks,
            Output = Format(First(output?.Format, patch.OutputAudioFormat), "response.audio.output.format", current.IsExtended) ?? current.Output,
            Voice = Voice(First(output?.Voice, patch.Voice)) ?? current.Voice,
            Tools = Tools(patch.Tools) ?? current.Tools,
            ToolChoice = ToolChoice(patch.ToolChoice) ?? current.ToolChoice,
            MaxOutputTokens = Tokens(First(patch.MaxOutputTokens, patch.MaxResponseOutputTokens), current.MaxOutputTokens),
            Temperature = patch.Temperature ?? current.Temperature,
        };
    }

    private static void RefuseOthers(Dictionary<string, JsonElement>? others, string where)
    {
        foreach ((string name, JsonElement value) in others ?? [])
        {
            bool isNothing = value.ValueKind is JsonValueKind.Null || (value.ValueKind is JsonValueKind.Array && value.GetArrayLength() == 0)
                || (name == "truncation" && value.ValueKind == JsonValueKind.String && value.GetString() == "auto");
            if (!isNothing && !Harmless.Contains(name))
            {
                throw RealtimeException.NotServed($"{where}.{name}", value.ValueKind == JsonValueKind.String ? value.GetString()! : "a value", "Leave it out.");
            }
        }
    }

    private static JsonElement First(JsonElement? one, JsonElement other) => one is { ValueKind: not JsonValueKind.Undefined } given ? given : other;

    // Audio has its transcript with it; text and audio of one answer apart from each other are not in the protocol.
    private static bool? Modalities(string[]? modalities)
    {
        if (modalities is null)
        {
            return null;
        }

        string? unknown = modalities.FirstOrDefault(one => one is not ("text" or "audio"));
        return modalities.Length > 0 && unknown is null ? modalities.Contains("audio")
            : throw new RealtimeException(RealtimeException.InvalidValue, $"Expected 'text' or 'audio' in output_modalities; found {(unknown is null ? "none" : $"'{unknown}'")}.", "session.output_modalities");
    }

    private static AudioCoding? Format(JsonElement format, string param, bool isExtended)
    {
        if (format.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            return null;
        }

        bool isObject = format.ValueKind == JsonValueKind.Object;
        string? type = isObject ? Text(format, "type") : format.ValueKind == JsonValueKind.String ? format.GetString() : null;
        if (isObject && format.TryGetProperty("rate", out JsonElement rate) && rate.ValueKind == JsonValueKind.Number && type == "audio/pcm" && rate.GetDouble() != AudioCoding.Pcm.ToFormat().SampleRateHz)
        {
            throw new RealtimeException(RealtimeException.InvalidValue, $"Expected a rate of 24000 for audio/pcm; found {rate}.", param);
        }

        return type switch
        {
            "audio/pcm" or "pcm16" => AudioCoding.Pcm,
            "audio/pcmu" or "g711_ulaw" => AudioCoding.MuLaw,
            "audio/pcma" or "g711_alaw" => AudioCoding.ALaw,
            "audio/opus" or "opus" when isExtended => AudioCoding.Opus,
            "audio/opus" or "opus" => throw new RealtimeException(RealtimeException.InvalidValue, $"'{type}' is an extension: expected a connection with extensions=cascade in its query; found one without. Connect so, or send audio/pcm.", param),
            _ => throw new RealtimeException(RealtimeException.InvalidValue, $"Expected audio/pcm, audio/pcmu or audio/pcma (pcm16, g711_ulaw, g711_alaw); found '{type}'.", param),
        };
    }

    private static string? Voice(JsonElement voice) => voice.ValueKind switch
    {
        JsonValueKind.String => voice.GetString(),
        JsonValueKind.Object => Text(voice, "id"),
        _ => null,
    };

    private static double? Speed(double? speed) => speed is null or (>= 0.25 and <= 1.5) ? speed
        : throw new RealtimeException(RealtimeException.InvalidValue, $"Expected a speed from 0.25 to 1.5; found {speed}.", "session.audio.output.speed");

    private static TranscriptionBodyOfSession? Transcription(JsonElement transcription, TranscriptionBodyOfSession? current) => transcription.ValueKind switch
    {
        JsonValueKind.Undefined => current,
        JsonValueKind.Object => new TranscriptionBodyOfSession
        {
            Model = Text(transcription, "model") ?? current?.Model,
            Language = Text(transcription, "language") ?? current?.Language,
            Prompt = Text(transcription, "prompt") ?? current?.Prompt,
        },
        _ => null,
    };

    private static ToolBody[]? Tools(ClientTool[]? tools) => tools is null ? null : [.. tools.Select(tool =>
        tool.Type is not (null or "function") ? throw RealtimeException.NotServed("tools.type", tool.Type, "Functions are served; call other servers by the host's own tools.")
        : tool.Name is { Length: > 0 } name ? new ToolBody("function", name) { Description = tool.Description, Parameters = tool.Parameters }
        : throw RealtimeException.Missing("tools.name"))];

    private static string? ToolChoice(JsonElement choice) => choice.ValueKind switch
    {
        JsonValueKind.String => choice.GetString() is "auto" or "none" or "required" ? choice.GetString()
            : throw new RealtimeException(RealtimeException.InvalidValue, $"Expected 'auto', 'none', 'required' or a function as tool_choice; found '{choice.GetString()}'.", "tool_choice"),
        JsonValueKind.Object => "function:" + (Text(choice, "name") ?? throw RealtimeException.Missing("tool_choice.name")),
        _ => null,
    };

    private static int? Tokens(JsonElement tokens, int? current) => tokens.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => current,
        JsonValueKind.String when tokens.GetString() == "inf" => null,
        JsonValueKind.Number when tokens.TryGetInt32(out int most) && most >= 1 => most,
        _ => throw new RealtimeException(RealtimeException.InvalidValue, $"Expected a number of tokens from 1, or 'inf'; found {tokens}.", "max_output_tokens"),
    };

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
