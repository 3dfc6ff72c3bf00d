using System.Runtime.InteropServices;
using Cascade.Segmentation;

namespace Cascade;

/// <summary>
/// The speech in a whole recording: the answer of silero's <c>get_speech_timestamps</c> for equal parameters. For audio that is still arriving use <see cref="StreamProcessor"/>.
/// </summary>
public sealed class SpeechTimestamps
{
    private readonly List<float> _probabilities;

    private SpeechTimestamps(long samples, List<float> probabilities, IReadOnlyList<SpeechTimestamp> speech, AudioFormatException? truncation) =>
        (Samples, _probabilities, Speech, Truncation) = (samples, probabilities, speech, truncation);

    /// <summary>Gets the length of the recording in 16 kHz samples, whatever the recording's own rate.</summary>
    public long Samples { get; }

    /// <summary>Gets the length of the recording.</summary>
    public TimeSpan Duration => SampleClock.ToTime(Samples);

    /// <summary>Gets the stretches of speech, in order, without overlap.</summary>
    public IReadOnlyList<SpeechTimestamp> Speech { get; }

    /// <summary>Gets the probability of speech in every frame of 512 samples of the clock (32 ms), the last frame filled up with silence.</summary>
    public IReadOnlyList<float> Probabilities => _probabilities;

    /// <summary>Gets the part that is missing, if the file is shorter than its header says; the result is that of the samples that are there. Otherwise <see langword="null"/>.</summary>
    public AudioFormatException? Truncation { get; }

    /// <summary>Finds the speech in an audio file of any kind that <see cref="StreamProcessor.ProcessFileAsync"/> reads. The network runs on the thread pool.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Thresholds and durations; silero's defaults if <see langword="null"/>.</param>
    /// <param name="engine">The engine; ONNX Runtime if <see langword="null"/>.</param>
    /// <param name="cancellationToken">Checked before every frame.</param>
    /// <exception cref="AudioFormatException">The file is no audio, or needs ffmpeg and that is not installed.</exception>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its legal range.</exception>
    /// <exception cref="OnnxRuntimeLoadException">ONNX Runtime's native library is missing, or does not fit.</exception>
    /// <exception cref="VadModelException">The engine cannot run the model.</exception>
    public static async Task<SpeechTimestamps> DetectFileAsync(
        string path, SpeechTimestampsOptions? options = null, VadEngine? engine = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options = Validated(options);
        AudioFile file = await AudioFile.OpenAsync(path, cancellationToken: cancellationToken).ConfigureAwait(false);
        await using (file.ConfigureAwait(false))
        {
            SpeechTimestamps found = await DetectAsync(file.Pcm, file.Format, options, engine, cancellationToken).ConfigureAwait(false);
            return new SpeechTimestamps(found.Samples, found._probabilities, found.Speech, file.Truncation);
        }
    }

    /// <summary>
    /// Finds the speech in a stream of samples without a header, to its end. The stream stays open. Memory grows with the probabilities alone. For a stream that has a header, open an
    /// <see cref="AudioFile"/>. The network runs on the thread pool.
    /// </summary>
    /// <param name="stream">Read once, from where it stands. Where the stream ends inside a sample, <see cref="Truncation"/> says so.</param>
    /// <param name="format">The format of the samples; 16 kHz mono PCM16 if <see langword="null"/>.</param>
    /// <param name="options">Thresholds and durations; silero's defaults if <see langword="null"/>.</param>
    /// <param name="engine">The engine; ONNX Runtime if <see langword="null"/>.</param>
    /// <param name="cancellationToken">Checked before every frame.</param>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its legal range.</exception>
    /// <exception cref="OnnxRuntimeLoadException">ONNX Runtime's native library is missing, or does not fit.</exception>
    /// <exception cref="VadModelException">The engine cannot run the model.</exception>
    public static async Task<SpeechTimestamps> DetectAsync(
        Stream stream, AudioFormat? format = null, SpeechTimestampsOptions? options = null, VadEngine? engine = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        options = Validated(options);
        format ??= AudioFormat.Pcm16Mono16k;
        List<float> probabilities = [];
        StreamProcessor processor = new(Recording(format, engine), createInference: null, pool: null, probabilities);
        await using (processor.ConfigureAwait(false))
        {
            await foreach (CascadeResult _ in processor.ProcessStreamAsync(stream, cancellationToken).ConfigureAwait(false))
            {
                // a recording has probabilities only
            }

            return Segment(processor.Position, probabilities, options, UnfinishedSample(format, processor.GetStats().BytesReceived % format.BytesPerBlock));
        }
    }

    /// <summary>Finds the speech in a buffer of samples. The network runs on the thread pool.</summary>
    /// <param name="audio">Whole samples of all channels.</param>
    /// <param name="format">The format of the samples; 16 kHz mono PCM16 if <see langword="null"/>.</param>
    /// <param name="options">Thresholds and durations; silero's defaults if <see langword="null"/>.</param>
    /// <param name="engine">The engine; ONNX Runtime if <see langword="null"/>.</param>
    /// <param name="cancellationToken">Checked before every frame.</param>
    /// <exception cref="ArgumentException">The last sample is not whole.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its legal range.</exception>
    /// <exception cref="OnnxRuntimeLoadException">ONNX Runtime's native library is missing, or does not fit.</exception>
    /// <exception cref="VadModelException">The engine cannot run the model.</exception>
    public static async Task<SpeechTimestamps> DetectAsync(
        ReadOnlyMemory<byte> audio, AudioFormat? format = null, SpeechTimestampsOptions? options = null, VadEngine? engine = null, CancellationToken cancellationToken = default)
    {
        options = Validated(options);
        format ??= AudioFormat.Pcm16Mono16k;
        if (audio.Length % format.BytesPerBlock != 0)
        {
            throw new ArgumentException($"The audio has {audio.Length} bytes; a sample of all channels has {format.BytesPerBlock}, and the last one is not whole.", nameof(audio));
        }

        List<float> probabilities = [];
        StreamProcessor processor = new(Recording(format, engine), createInference: null, pool: null, probabilities);
        await using (processor.ConfigureAwait(false))
        {
            await processor.ProcessChunkAsync(audio, cancellationToken).ConfigureAwait(false);
            await processor.FlushAsync(cancellationToken).ConfigureAwait(false);
            return Segment(processor.Position, probabilities, options, truncation: null);
        }
    }

    /// <summary>
    /// Finds the speech anew in the same probabilities, with other thresholds and durations. The network is not run, so a thousand settings can be compared in the time of
    /// one inference.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its legal range.</exception>
    public SpeechTimestamps Resegment(SpeechTimestampsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Segment(Samples, _probabilities, Validated(options), Truncation);
    }

    /// <summary>
    /// Returns the stretches of speech in seconds, as <c>get_speech_timestamps</c> gives them with <c>return_seconds</c>: rounded like Python's <c>round</c>, and not beyond the end of the recording.
    /// </summary>
    /// <param name="decimals">Silero's <c>time_resolution</c>. Default 1; 0 to 7, where 7 is exact.</param>
    public IReadOnlyList<(double Start, double End)> ToSeconds(int decimals = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(decimals, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(decimals, 7);
        double length = SampleClock.ToSeconds(Samples);
        return [.. Speech.Select(s => (SampleClock.ToSeconds(s.StartSample, decimals), Math.Min(SampleClock.ToSeconds(s.EndSample, decimals), length)))];
    }

    private static SpeechTimestampsOptions Validated(SpeechTimestampsOptions? options)
    {
        options ??= new SpeechTimestampsOptions();
        options.Validate();
        return options;
    }

    private static StreamProcessorOptions Recording(AudioFormat format, VadEngine? engine) => new()
    {
        Engine = engine ?? VadEngine.Default,
        InputFormat = format,
        Audio = ResultAudio.None,
    };

    private static AudioFormatException? UnfinishedSample(AudioFormat format, long bytes) => bytes == 0
        ? null
        : new AudioFormatException(
            $"The last sample is not whole: expected {format.BytesPerBlock} bytes for all channels, found {bytes}. Everything up to there has been processed.",
            null, $"{format.BytesPerBlock} bytes", $"{bytes}");

    private static SpeechTimestamps Segment(long samples, List<float> probabilities, SpeechTimestampsOptions options, AudioFormatException? truncation) => new(
        samples, probabilities, OfflineTimestamps.Find(CollectionsMarshal.AsSpan(probabilities), samples, new SegmentationSettings(options)), truncation);
}
