using Cascade.Cli.Detection;

namespace Cascade.Cli.Timelines;

/// <summary>Collects what a timeline shows while an input is processed.</summary>
internal sealed class TimelineReader
{
    private readonly Waveform _waveform = new();
    private readonly List<float> _probabilities = [];
    private readonly List<DetectedSegment> _segments = [];
    private long _audioEnd;

    /// <summary>As a live stream hears it.</summary>
    /// <returns>The timeline, or null where there is not a single frame.</returns>
    public static async Task<Timeline?> ReadStreamAsync(AudioInput input, AudioSource source, StreamProcessorOptions options, CancellationToken cancellationToken)
    {
        TimelineReader reader = new();
        ResultKinds kinds = ResultKinds.Probabilities | ResultKinds.Frames | ResultKinds.SpeechProgress | ResultKinds.Segments;
        await using StreamProcessor processor = new(options with { InputFormat = source.Format, Speech = options.Speech with { Results = kinds } });
        await foreach (CascadeResult result in processor.ProcessStreamAsync(source.Pcm, cancellationToken))
        {
            reader.Add(result);
        }

        return reader._probabilities.Count == 0 ? null : new Timeline
        {
            Title = Name(input),
            Mode = DetectionMode.Stream,
            Settings = options.Speech,
            Waveform = reader._waveform,
            Probabilities = reader._probabilities,
            Segments = reader._segments,
            Samples = SampleClock.ToSamples(processor.GetStats().Position),
        };
    }

    /// <summary>With the whole recording known. The stream gives the waveform and the probabilities; segments are those of the whole.</summary>
    public static async Task<Timeline?> ReadOfflineAsync(
        AudioInput input, AudioSource source, SpeechTimestampsOptions options, StreamProcessorOptions streamOptions, CancellationToken cancellationToken)
    {
        Timeline? stream = await ReadStreamAsync(input, source, streamOptions, cancellationToken);
        await using AudioSource again = await input.OpenAsync(cancellationToken);
        SpeechTimestamps found = await SpeechTimestamps.DetectAsync(again.Pcm, again.Format, options, streamOptions.Engine, cancellationToken);
        return stream is null ? null : stream with
        {
            Mode = DetectionMode.Offline,
            Settings = options,
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
            case FrameProbability frame:
                _probabilities.Add(frame.Probability);
                break;
            case SpeechProgress progress:
                AddAudio(progress, progress.Audio);
                break;
            case AudioFrame frame:
                AddAudio(frame, frame.Audio);
                break;
            case SpeechSegment speech:
                _segments.Add(new DetectedSegment(speech.StartSample, speech.EndSample, speech.EndedBy));
                break;
        }
    }

    // The audio of a frame of open speech comes at once as progress, and again as a frame if the frame proves to lie outside the segment.
    private void AddAudio(CascadeResult frame, ReadOnlyMemory<byte> audio)
    {
        if (frame.StartSample >= _audioEnd)
        {
            _waveform.Add(audio.Span, SampleClock.FrameSamples);
            _audioEnd = frame.EndSample;
        }
    }
}
