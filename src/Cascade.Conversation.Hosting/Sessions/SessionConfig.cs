using System.Text.Json;
using Cascade.Hosting.Realtime.Audio;
using Cascade.Hosting.Realtime.Wire;

namespace Cascade.Hosting.Realtime.Sessions;

/// <summary>The settings of a session, as they hold. Clients change them by <see cref="SessionPatch"/>.</summary>
internal sealed record SessionConfig
{
    /// <summary>Gets whether the session only recognises.</summary>
    public bool IsTranscription { get; init; }

    /// <summary>Gets whether the client knows the extensions.</summary>
    public bool IsExtended { get; init; }

    public required string Model { get; init; }

    public string? Instructions { get; init; }

    /// <summary>Gets whether answers are audio; otherwise text.</summary>
    public bool Speaks { get; init; } = true;

    public AudioCoding Input { get; init; }

    public AudioCoding Output { get; init; }

    public required string Voice { get; init; }

    public double Speed { get; init; } = 1;

    /// <summary>Gets how the words of the user are told; <see langword="null"/> if they are not.</summary>
    public TranscriptionBodyOfSession? Transcription { get; init; }

    /// <summary>Gets how a turn ends; <see langword="null"/> if the client says so.</summary>
    public TurnDetection? TurnDetection { get; init; } = new();

    public IReadOnlyList<ToolBody> Tools { get; init; } = [];

    /// <summary>Gets "auto", "none", "required", or the name of the function behind "function:".</summary>
    public string ToolChoice { get; init; } = "auto";

    /// <summary>Gets the most tokens of an answer, <see langword="null"/> for any.</summary>
    public int? MaxOutputTokens { get; init; }

    public float? Temperature { get; init; }

    /// <summary>Writes the session for a client.</summary>
    public object ToWire(string id, Names names) => names.IsBeta ? ToBeta(id) : ToLater(id);

    private SessionBody ToLater(string id) => new(id, IsTranscription ? "realtime.transcription_session" : "realtime.session", IsTranscription ? "transcription" : "realtime", IsTranscription ? null : Model,
        new AudioBody(new AudioInputBody(Format(Input)) { Transcription = Transcription, TurnDetection = Turns() })
        {
            Output = IsTranscription ? null : new AudioOutputBody(Format(Output), Voice, Speed),
        })
    {
        OutputModalities = IsTranscription ? null : Speaks ? ["audio"] : ["text"],
        Instructions = IsTranscription ? null : Instructions ?? "",
        Tools = IsTranscription ? null : Tools,
        ToolChoice = IsTranscription ? null : Choice,
        MaxOutputTokens = IsTranscription ? null : Tokens(),
        Temperature = Temperature,
    };

    private BetaSessionBody ToBeta(string id) => new(id, IsTranscription ? "realtime.transcription_session" : "realtime.session", Model)
    {
        Modalities = IsTranscription ? null : Speaks ? ["text", "audio"] : ["text"],
        Instructions = Instructions ?? "",
        Voice = Voice,
        InputAudioFormat = BetaFormat(Input),
        OutputAudioFormat = BetaFormat(Output),
        InputAudioTranscription = Transcription,
        TurnDetection = Turns(),
        Tools = Tools,
        ToolChoice = Choice,
        Temperature = Temperature ?? 0.8f,
        MaxResponseOutputTokens = Tokens(),
    };

    private string Choice => ToolChoice.StartsWith("function:", StringComparison.Ordinal) ? "required" : ToolChoice;

    private TurnDetectionBody? Turns() => TurnDetection is not { } turns ? null
        : turns.IsSemantic
            ? new TurnDetectionBody("semantic_vad") { Eagerness = turns.Eagerness, CreateResponse = turns.CreatesResponse, InterruptResponse = turns.InterruptsResponse }
            : new TurnDetectionBody("server_vad")
            {
                Threshold = turns.Threshold,
                PrefixPaddingMs = turns.PrefixPaddingMs,
                SilenceDurationMs = turns.SilenceMs,
                CreateResponse = turns.CreatesResponse,
                InterruptResponse = turns.InterruptsResponse,
            };

    private JsonElement Tokens() => MaxOutputTokens is { } most ? JsonSerializer.SerializeToElement(most, RealtimeJson.Default.Int32) : JsonSerializer.SerializeToElement("inf", RealtimeJson.Default.String);

    private static FormatBody Format(AudioCoding coding) => coding switch
    {
        AudioCoding.MuLaw => new FormatBody("audio/pcmu"),
        AudioCoding.ALaw => new FormatBody("audio/pcma"),
        AudioCoding.Opus => new FormatBody("audio/opus"),
        _ => new FormatBody("audio/pcm") { Rate = coding.ToFormat().SampleRateHz },
    };

    private static string BetaFormat(AudioCoding coding) => coding switch
    {
        AudioCoding.MuLaw => "g711_ulaw",
        AudioCoding.ALaw => "g711_alaw",
        AudioCoding.Opus => "opus",
        _ => "pcm16",
    };
}
