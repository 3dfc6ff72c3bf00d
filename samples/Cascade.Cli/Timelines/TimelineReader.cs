using Cascade.Cli.Detection;

namespace Cascade.Cli.Timelines;

/// <summary>Collects what a timeline shows while an input is processed.</summary>
internal sealed class TimelineReader
{
    private const int FrameSamples = 512;
    private readonly Waveform _waveform = new();
    private readonly List<float> _probabilities = [];
    private readonly List<DetectedSegment> _segments = [];
    private long _framesEnd;

    /// <summary>As a live stream hears it.</summary>
    /// <returns>The timeline, or null where there is not a single frame.</returns>
    public static async Task<Timeline?> ReadStreamAsync(AudioInput input, AudioSource source, StreamProcessorOptions options, CancellationToken cancellationToken)
    {
        TimelineReader reader = new();
        ResultKinds kinds = ResultKinds.Frames | ResultKinds.SpeechProgress | ResultKinds.Segments;
        await using StreamProcessor processor = new(options with { InputFormat = source.Format, Results = kinds });
        await foreach (CascadeResult result in processor.ProcessStreamAsync(source.Pcm, cancellationToken))
        {
            reader.Add(result);
        }

        return reader._probabilities.Count == 0 ? null : new Timeline
        {
            Title = Name(input),
            Mode = DetectionMode.Stream,
            Options = options,
            Waveform = reader._waveform,
            Probabilities = reader._probabilities,
            Segments = reader._segments,
            Samples = Pcm.ToSamples(processor.GetStats().Position),
        };
    }

    /// <summary>With the whole recording known. The stream gives the waveform and the probabilities; segments are those of the whole.</summary>
    public static async Task<Timeline?> ReadOfflineAsync(
        AudioInput input, AudioSource source, SpeechTimestampsOptions options, StreamProcessorOptions streamOptions, CancellationToken cancellationToken)
    {
        Timeline? stream = await ReadStreamAsync(input, source, streamOptions, cancellationToken);
        await using AudioSource again = await input.OpenAsync(cancellationToken);
        SpeechTimestamps found = await SpeechTimestamps.FromStreamAsync(again.Pcm, options with { InputFormat = again.Format }, cancellationToken);
        return stream is null ? null : stream with
        {
            Mode = DetectionMode.Offline,
            Options = options,
            Probabilities = found.Probabilities,
            Segments = [.. found.Speech.Select(s => new DetectedSegment(s.StartSample, s.EndSample, EndedBy: null))],
            Samples = found.Samples,
        };
    }

    private static string Name(AudioInput input) => input.Name == AudioInput.StandardInput ? "Standard input" : Path.GetFileName(input.Name);

    private void Add(CascadeResult result)
    {
        switch (result)
        {
            case SpeechProgress progress:
                AddFrame(progress, progress.Probability, progress.Audio);
                break;
            case AudioFrame frame:
                AddFrame(frame, frame.Probability, frame.Audio);
                break;
            case SpeechSegment speech:
                _segments.Add(new DetectedSegment(speech.StartSample, speech.EndSample, speech.EndedBy));
                break;
        }
    }

    // A frame of open speech comes at once as progress, and again as a frame if it proves to lie outside the segment.
    private void AddFrame(CascadeResult frame, float probability, ReadOnlyMemory<byte> audio)
    {
        if (frame.StartSample >= _framesEnd)
        {
            _probabilities.Add(probability);
            _waveform.Add(audio.Span, FrameSamples);
            _framesEnd = frame.EndSample;
        }
    }
}
