using Cascade.Hosting.Wire;

namespace Cascade.Hosting.Sessions;

/// <summary>The settings that a client has asked for, checked.</summary>
/// <param name="Processor">How its stream is processed.</param>
/// <param name="ProbabilityRate">Probability messages per second of audio, at most.</param>
/// <param name="SegmentAudio">How it gets segments' audio.</param>
/// <param name="AudioPath">Where that is fetched.</param>
/// <param name="IsResumable">Whether the session outlives its connection.</param>
/// <param name="IsOpus">Whether a binary message is an Opus packet.</param>
internal sealed record SessionSettings(
    StreamProcessorOptions Processor, double ProbabilityRate = 0, SegmentAudioMode SegmentAudio = SegmentAudioMode.None, string AudioPath = "", bool IsResumable = false, bool IsOpus = false)
{
    private const ResultKinds Events = ResultKinds.SpeechStarted | ResultKinds.SpeechEnded | ResultKinds.SpeechDiscarded | ResultKinds.Segments;

    /// <exception cref="ProtocolException">The client asks for what it cannot have.</exception>
    public static SessionSettings Of(StartMessage start, CascadeHostingOptions options, string audioPath)
    {
        if (start.ProbabilityRate is not (>= 0 and <= Protocol.MaxProbabilityRate))
        {
            throw new ProtocolException(ErrorCode.InvalidOptions, $"probabilityRate must be from 0 to {Protocol.MaxProbabilityRate}.");
        }

        StreamProcessorOptions processor = options.Processor with
        {
            InputFormat = start.Format?.ToFormat(options.MaxFormatBytesPerSecond) ?? AudioFormat.Pcm16Mono16k,
            Audio = start.SegmentAudio == SegmentAudioMode.None ? ResultAudio.None : ResultAudio.Pcm16Mono, // copies that nobody wants make most of the garbage
        };
        SpeechSettings speech = options.Processor.Speech with
        {
            ExitThreshold = start.Options?.Threshold is null ? options.Processor.Speech.ExitThreshold : null,
            Results = start.ProbabilityRate > 0 ? Events | ResultKinds.Probabilities : Events,
        };
        return new SessionSettings(
            processor with { Speech = (start.Options ?? new OptionsMessage()).ApplyTo(speech, options.Processor.Speech.MaximumSpeech, isFatal: true) },
            start.ProbabilityRate,
            start.SegmentAudio,
            audioPath,
            start.Resumable && options.ResumeWindow > TimeSpan.Zero,
            start.Format?.Encoding == WireEncoding.Opus);
    }
}
