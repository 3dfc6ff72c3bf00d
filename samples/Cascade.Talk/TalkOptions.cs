namespace Cascade.Talk;

/// <summary>The parts of the server. Bound from the configuration section <c>Talk</c>.</summary>
internal sealed class TalkOptions
{
    public const string SectionName = "Talk";

    public const string DefaultUrl = "http://127.0.0.1:5090";

    /// <summary>Whisper weights in GGML format, like <c>ggml-base.bin</c>. Default none: pocketsphinx hears.</summary>
    public string? WhisperWeights { get; set; }

    /// <summary>The only sentences that pocketsphinx is to hear, in lower case and without punctuation, for commands and for noisy rooms. Default none: its whole vocabulary.</summary>
    public IList<string> Sentences { get; } = [];

    /// <summary>How pocketsphinx weighs words against time. <see cref="PocketSphinxSpeed.Fastest"/> is for tens of speakers, and mishears more words.</summary>
    public PocketSphinxSpeed Speed { get; set; } = PocketSphinxSpeed.Fast;

    /// <summary>A chat server of the OpenAI protocol, like <c>http://127.0.0.1:11434/v1</c> of Ollama. Default none: answers are scripted.</summary>
    public Uri? ChatEndpoint { get; set; }

    /// <summary>The model that the chat server is to use.</summary>
    public string? ChatModel { get; set; }

    /// <summary>The key of the chat server. Default none.</summary>
    public string? ChatKey { get; set; }

    /// <summary>The voice of flite or espeak-ng. Default: the first that is installed.</summary>
    public string? Voice { get; set; }

    /// <summary>A network that moves lips, an ONNX file in Wav2Lip's shapes: the page may then show a picture that speaks, as video. Default none: the page draws a face.</summary>
    public string? LipNetwork { get; set; }

    /// <summary>Redis, like <c>redis:6379</c>, in which several servers share their conversations. Default none: each server has its own.</summary>
    public string? Redis { get; set; }

    /// <summary>How many utterances are recognised, and how many sentences spoken, at one time. Default: one for each processor.</summary>
    public int Workers { get; set; } = Environment.ProcessorCount;
}
