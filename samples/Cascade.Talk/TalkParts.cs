using System.ClientModel;
using System.ClientModel.Primitives;
using Microsoft.Extensions.AI;
using OpenAI;

namespace Cascade.Talk;

/// <summary>Finds out which parts the machine has, and says so.</summary>
internal sealed class TalkParts
{
    private static readonly ScriptedRule[] Script =
    [
        new() { Hears = "story", Says = "Once upon a time, a small machine learned to listen. It heard people speak, and it waited until they had finished. When they interrupted, it stopped. "
            + "In the evening it told them what it had heard during the day. Nobody else ever heard of it, because the machine kept everything to itself. And so they talked happily ever after." },
        new() { Hears = "weather", Says = "I am a script, and I know no weather but this. In the morning there will be clouds over the hills, and a light wind from the west. At noon the sun comes through. "
            + "In the evening it may rain for an hour or two, so take a coat with you when you go out. The night will be clear and cold, with many stars. That was the weather." },
        new() { Hears = "hello", Says = "Hello! It is nice to hear you." },
        new() { Hears = "thank", Says = "You are welcome." },
        new() { Says = "I heard: {text}." },
    ];

    // A busy machine starts processes slowly. How long a turn waits for its words and for the voice is said by the time-outs of the conversation alone, which end the job too.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly List<string> _lines = [];

    public TalkParts(TalkOptions options, ILoggerFactory loggers)
    {
        Ears = new SpeechWorkers(FindEars(options) with { StartTimeout = Patience, MaximumWait = Patience, JobTimeout = Patience, LoggerFactory = loggers });
        Voice = new SystemTextToSpeechClient(new SystemVoiceOptions { Voice = options.Voice, Count = options.Workers, Timeout = Patience, LoggerFactory = loggers });
        Chat = FindChat(options);
        Lips = FindLips(options);
    }

    /// <summary>Gets the network that moves lips; null where there is none.</summary>
    public LipSyncNetwork? Lips { get; }

    public SpeechWorkers Ears { get; }

    public SystemTextToSpeechClient Voice { get; }

    public IChatClient Chat { get; }

    /// <summary>Gets a line for each part.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>Makes voice and recogniser ready.</summary>
    /// <exception cref="SpeechWorkerException">One of them is missing; the message says what to install.</exception>
    public async Task InitializeAsync()
    {
        await Ears.InitializeAsync();
        await Voice.InitializeAsync();
        string? voice = ((TextToSpeechClientMetadata?)Voice.GetService(typeof(TextToSpeechClientMetadata)))?.DefaultModelId;
        _lines.Add($"speaks with   {voice ?? "the installed voice"} (another one: Talk:Voice)");
    }

    private SpeechWorkerOptions FindEars(TalkOptions options)
    {
        if (options.WhisperWeights is { Length: > 0 } weights)
        {
            _lines.Add($"hears with    Whisper, {weights}");
            return new SpeechWorkerOptions
            {
                Engine = HostedRecognizer.Whisper(weights), Count = options.Workers, RestartMemory = 2_000_000_000, MemoryLimit = 3_000_000_000, JobTimeoutFactor = 5,
            };
        }

        if (options.Sentences.Count > 0)
        {
            _lines.Add($"hears with    pocketsphinx, {options.Sentences.Count} sentences and no others");
            string grammar = $"#JSGF V1.0; grammar talk; public <sentence> = {string.Join(" | ", options.Sentences)};";
            return new SpeechWorkerOptions { Engine = new PocketSphinxRecognizer { Grammars = new Dictionary<string, string> { ["talk"] = grammar }, Grammar = "talk" }, Count = options.Workers };
        }

        _lines.Add("hears with    pocketsphinx, English; for people's free speech name Whisper weights: Talk:WhisperWeights");
        return new SpeechWorkerOptions { Engine = new PocketSphinxRecognizer { Speed = options.Speed }, Count = options.Workers };
    }

    private LipSyncNetwork? FindLips(TalkOptions options)
    {
        if (options.LipNetwork is not { Length: > 0 } file)
        {
            return null;
        }

        LipSyncNetwork network = LipSyncNetwork.FromFile(file);
        _lines.Add($"shows faces   as video with {file}, {Environment.ProcessorCount} at one time");
        return network;
    }

    private IChatClient FindChat(TalkOptions options)
    {
        if (options.ChatEndpoint is { } endpoint)
        {
            string model = options.ChatModel ?? throw new InvalidOperationException("Talk:ChatEndpoint is set: expected the name of its model in Talk:ChatModel, found none.");
            _lines.Add($"answers with  {model} at {endpoint}");
            // More attempts would take longer than somebody waits for an answer.
            return new OpenAIClient(new ApiKeyCredential(options.ChatKey ?? "none"), new OpenAIClientOptions { Endpoint = endpoint, RetryPolicy = new ClientRetryPolicy(maxRetries: 1) }).GetChatClient(model).AsIChatClient();
        }

        _lines.Add("answers with  a script; for a model name a chat server: Talk:ChatEndpoint and Talk:ChatModel (Ollama: http://127.0.0.1:11434/v1)");
        return new ScriptedChatClient(Script);
    }
}
