using System.Text.Json;
using Cascade.Hosting.Realtime.Audio;
using Cascade.Hosting.Realtime.Wire;
using Microsoft.Extensions.AI;

namespace Cascade.Hosting.Realtime.Sessions;

/// <summary>Turns the settings of a session into those of its conversation.</summary>
internal static class ConversationSettings
{
    private static readonly TimeSpan ShortestStart = TimeSpan.FromMilliseconds(50);

    /// <summary>Makes the settings that a conversation begins with.</summary>
    public static ConversationOptions Begin(SessionConfig config, ConversationHostingOptions hosting, TimeSpan backlog, bool isExtended)
    {
        ConversationOptions host = hosting.Conversation;
        TurnDetection turns = config.TurnDetection ?? new TurnDetection();
        return Update(
            host with
            {
                Hearing = host.Hearing with { InputFormat = config.Input.ToFormat(), Speech = host.Hearing.Speech with { Threshold = turns.Threshold, ExitThreshold = null } },
                EarlyStart = Clamp(TimeSpan.FromMilliseconds(turns.SilenceMs), ShortestStart, host.EarlyStart),
                MaximumBacklog = Clamp(backlog, host.MaximumBacklog, TimeSpan.FromMinutes(5)),
                Visemes = isExtended, // told to clients that know them, and found for no others
                BackchannelLimit = isExtended ? host.BackchannelLimit : host.MinimumInterruption, // players of other clients cannot pause: they are told of speech when it is sure to interrupt
            },
            config,
            hosting);
    }

    /// <summary>Makes the settings after a change.</summary>
    public static ConversationOptions Update(ConversationOptions current, SessionConfig config, ConversationHostingOptions hosting)
    {
        ConversationOptions host = hosting.Conversation;
        ConversationOptions options = Answer(current, config, hosting) with
        {
            SpeechToText = config.Transcription is { Language: { Length: > 0 } language } ? With(host.SpeechToText, language) : host.SpeechToText,
            TurnTaking = config.TurnDetection is null ? TurnTaking.Manual : TurnTaking.Automatic,
            RepliesAutomatically = !config.IsTranscription && config.TurnDetection is { CreatesResponse: true },
            InterruptsSpeaking = config.TurnDetection?.InterruptsResponse ?? false,
            InterruptsThinking = config.TurnDetection?.InterruptsResponse ?? false,
        };
        return config.TurnDetection is not { } turns ? options
            : turns.IsSemantic ? Semantic(options, turns, host)
            : Silence(options, turns);
    }

    /// <summary>Makes the settings of an answer.</summary>
    public static ConversationOptions Answer(ConversationOptions current, SessionConfig config, ConversationHostingOptions hosting)
    {
        ConversationOptions host = hosting.Conversation;
        ChatOptions chat = host.Chat?.Clone() ?? new ChatOptions();
        chat.Tools = [.. chat.Tools ?? [], .. config.Tools.Select(Declare)];
        if (chat.Tools.Count == 0)
        {
            chat.Tools = null;
        }

        chat.ToolMode = chat.Tools is null ? null : config.ToolChoice switch
        {
            "none" => ChatToolMode.None,
            "required" => ChatToolMode.RequireAny,
            "auto" => ChatToolMode.Auto,
            _ => ChatToolMode.RequireSpecific(config.ToolChoice["function:".Length..]),
        };
        chat.MaxOutputTokens = config.MaxOutputTokens ?? chat.MaxOutputTokens;
        chat.Temperature = config.Temperature ?? chat.Temperature;
        TextToSpeechOptions voice = host.TextToSpeech?.Clone() ?? new TextToSpeechOptions();
        voice.VoiceId = hosting.Voices.TryGetValue(config.Voice, out string? known) ? known : voice.VoiceId;
        voice.Speed = config.Speed == 1 ? voice.Speed : (float)config.Speed;
        return current with { Instructions = config.Instructions is { Length: > 0 } ? config.Instructions : host.Instructions, Chat = chat, TextToSpeech = voice, SpeaksReplies = config.Speaks };
    }

    private static ConversationOptions Silence(ConversationOptions options, TurnDetection turns)
    {
        TimeSpan silence = TimeSpan.FromMilliseconds(turns.SilenceMs);
        silence = silence < options.EarlyStart ? options.EarlyStart : silence;
        return options with
        {
            TurnDetector = null,
            AdaptEndpoint = false,
            MinimumEndpointDelay = silence,
            EndpointDelay = silence,
            MaximumEndpointDelay = silence > options.MaximumEndpointDelay ? silence : options.MaximumEndpointDelay,
        };
    }

    private static ConversationOptions Semantic(ConversationOptions options, TurnDetection turns, ConversationOptions host) => options with
    {
        TurnDetector = host.TurnDetector ?? new TextTurnDetector(),
        AdaptEndpoint = host.AdaptEndpoint,
        MinimumEndpointDelay = Clamp(host.MinimumEndpointDelay, options.EarlyStart, host.EndpointDelay),
        EndpointDelay = host.EndpointDelay,
        MaximumEndpointDelay = turns.MaximumSilence > host.EndpointDelay ? turns.MaximumSilence : host.EndpointDelay,
    };

    private static AIFunctionDeclaration Declare(ToolBody tool)
    {
        using JsonDocument none = JsonDocument.Parse("""{ "type": "object", "properties": {} }""");
        return AIFunctionFactory.CreateDeclaration(tool.Name, tool.Description ?? "", tool.Parameters is { ValueKind: JsonValueKind.Object } schema ? schema.Clone() : none.RootElement.Clone());
    }

    private static SpeechToTextOptions With(SpeechToTextOptions? host, string language)
    {
        SpeechToTextOptions options = host?.Clone() ?? new SpeechToTextOptions();
        options.SpeechLanguage = language;
        return options;
    }

    private static TimeSpan Clamp(TimeSpan value, TimeSpan least, TimeSpan most) => value < least ? least : value > most ? most : value;
}
