namespace Cascade.Hosting.Realtime.Wire;

/// <summary>The names that differ between the two generations of clients.</summary>
/// <param name="IsBeta">Whether the client is of the beta generation: it sends the header <c>OpenAI-Beta: realtime=v1</c>.</param>
internal sealed record Names(bool IsBeta)
{
    public string AudioDelta => IsBeta ? "response.audio.delta" : "response.output_audio.delta";

    public string AudioDone => IsBeta ? "response.audio.done" : "response.output_audio.done";

    public string TranscriptDelta => IsBeta ? "response.audio_transcript.delta" : "response.output_audio_transcript.delta";

    public string TranscriptDone => IsBeta ? "response.audio_transcript.done" : "response.output_audio_transcript.done";

    public string TextDelta => IsBeta ? "response.text.delta" : "response.output_text.delta";

    public string TextDone => IsBeta ? "response.text.done" : "response.output_text.done";

    /// <summary>Gets the type of an answer's text in an item.</summary>
    public string ItemText => IsBeta ? "text" : "output_text";

    /// <summary>Gets the type of an answer's audio in an item.</summary>
    public string ItemAudio => IsBeta ? "audio" : "output_audio";
}
