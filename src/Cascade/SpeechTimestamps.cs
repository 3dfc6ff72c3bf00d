using System.Runtime.InteropServices;
using Cascade.Audio;
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

    /// <summary>The length of the recording in 16 kHz samples, whatever its own rate.</summary>
    public long Samples { get; }

    /// <summary>The stretches of speech, in order, without overlap.</summary>
    public IReadOnlyList<SpeechTimestamp> Speech { get; }

    /// <summary>The probability of speech in every frame of 512 samples of the clock (32 ms), the last frame filled up with silence.</summary>
    public IReadOnlyList<float> Probabilities => _probabilities;

    /// <summary>What is missing, if the file is shorter than its header says; the result is that of the samples that are there. Otherwise <see langword="null"/>.</summary>
    public AudioFormatException? Truncation { get; }

    /// <summary>Finds the speech in an audio file of any kind that <see cref="StreamProcessor.ProcessFileAsync"/> reads. The network runs on the thread pool.</summary>
    /// <exception cref="AudioFormatException">The file is no audio, or needs ffmpeg and that is not installed.</exception>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its legal range.</exception>
    /// <exception cref="ArgumentException"><see cref="VadOptions.Native8kHz"/> is asked for with an engine that does not serve it.</exception>
    /// <exception cref="OnnxRuntimeLoadException">ONNX Runtime's native library is missing, or does not fit.</exception>
    /// <exception cref="VadModelException">The engine cannot run the model.</exception>
    /// <exception cref="InferenceException">The engine failed on a frame.</exception>
    public static async Task<SpeechTimestamps> FromFileAsync(string path, SpeechTimestampsOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options = Validated(options);
        AudioFile file = await AudioFile.OpenAsync(path, cancellationToken: cancellationToken).ConfigureAwait(false);
        await using (file.ConfigureAwait(false))
        {
            SpeechTimestamps found = await ReadAsync(file.Pcm, options with { InputFormat = file.Format }, cancellationToken).ConfigureAwait(false);
            return new SpeechTimestamps(found.Samples, found._probabilities, found.Speech, file.Truncation);
        }
    }

    /// <summary>
    /// Finds the speech in what a stream has, to its end: samples in <see cref="VadOptions.InputFormat"/>, without a header. The stream stays open. Memory grows with the
    /// probabilities alone. For a stream that has a header, open an <see cref="AudioFile"/> on it. The network runs on the thread pool.
    /// </summary>
    /// <param name="stream">Read once, from where it stands. Where it ends inside a sample, <see cref="Truncation"/> says so.</param>
    /// <param name="options">Silero's defaults if <see langword="null"/>.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    /// <inheritdoc cref="FromAudioAsync" path="/exception[not(contains(., 'whole'))]"/>
    public static Task<SpeechTimestamps> FromStreamAsync(Stream stream, SpeechTimestampsOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return ReadAsync(stream, Validated(options), cancellationToken);
    }

    /// <summary>Finds the speech in a buffer of samples in <see cref="VadOptions.InputFormat"/>. The network runs on the thread pool.</summary>
    /// <param name="audio">Whole samples of all channels.</param>
    /// <param name="options">Silero's defaults if <see langword="null"/>.</param>
    /// <param name="cancellationToken">Checked at least once a second of audio.</param>
    /// <exception cref="ArgumentException">The last sample is not whole.</exception>
    /// <inheritdoc cref="FromFileAsync" path="/exception"/>
    public static async Task<SpeechTimestamps> FromAudioAsync(ReadOnlyMemory<byte> audio, SpeechTimestampsOptions? options = null, CancellationToken cancellationToken = default)
    {
        options = Validated(options);
        int block = options.InputFormat.BytesPerBlock;
        if (audio.Length % block != 0)
        {
            throw new ArgumentException($"The audio has {audio.Length} bytes; a sample of all channels has {block}, and the last one is not whole.", nameof(audio));
        }

        using SpeechTimestampsSearch search = await SpeechTimestampsSearch.CreateAsync(options, options.InputFormat, cancellationToken).ConfigureAwait(false);
        int second = options.InputFormat.SampleRateHz * block;
        for (; !audio.IsEmpty; audio = audio[Math.Min(second, audio.Length)..])
        {
            await search.AddAsync(audio[..Math.Min(second, audio.Length)], cancellationToken).ConfigureAwait(false);
        }

        return await EndAsync(search, options, truncation: null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Finds the speech anew in the same probabilities, with other thresholds and durations. The network is not run, so that a thousand settings can be compared in the time of
    /// one inference.
    /// </summary>
    /// <param name="options">What says how the audio is heard (format, model, engine) has had its effect on the probabilities and has none here.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its legal range.</exception>
    public SpeechTimestamps Resegment(SpeechTimestampsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Segment(Samples, _probabilities, Validated(options), Truncation);
    }

    /// <summary>
    /// The stretches of speech in seconds, as <c>get_speech_timestamps</c> gives them with <c>return_seconds</c>: rounded like Python's <c>round</c>, and not beyond the end of the recording.
    /// </summary>
    /// <param name="decimals">Silero's <c>time_resolution</c>. Default 1; 0 to 7, where 7 is exact.</param>
    public IReadOnlyList<(double Start, double End)> ToSeconds(int decimals = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(decimals, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(decimals, 7);
        double length = (double)Samples / SampleClock.SampleRateHz;
        return [.. Speech.Select(s => (SampleClock.ToSeconds(s.StartSample, decimals), Math.Min(SampleClock.ToSeconds(s.EndSample, decimals), length)))];
    }

    private static SpeechTimestampsOptions Validated(SpeechTimestampsOptions? options)
    {
        options ??= new SpeechTimestampsOptions();
        options.Validate();
        return options;
    }

    private static async Task<SpeechTimestamps> ReadAsync(Stream stream, SpeechTimestampsOptions options, CancellationToken cancellationToken)
    {
        AudioFormat format = options.InputFormat;
        using SpeechTimestampsSearch search = await SpeechTimestampsSearch.CreateAsync(options, format, cancellationToken).ConfigureAwait(false);
        long bytes = 0;
        await foreach (ReadOnlyMemory<byte> chunk in stream.ReadChunksAsync(cancellationToken).ConfigureAwait(false))
        {
            bytes += chunk.Length;
            await search.AddAsync(chunk, cancellationToken).ConfigureAwait(false);
        }

        return await EndAsync(search, options, UnfinishedSample(format, bytes % format.BytesPerBlock), cancellationToken).ConfigureAwait(false);
    }

    private static AudioFormatException? UnfinishedSample(AudioFormat format, long bytes) => bytes == 0
        ? null
        : new AudioFormatException(
            $"The last sample is not whole: expected {format.BytesPerBlock} bytes for all channels, found {bytes}. Everything up to there has been processed.",
            null, $"{format.BytesPerBlock} bytes", $"{bytes}");

    private static async Task<SpeechTimestamps> EndAsync(
        SpeechTimestampsSearch search, SpeechTimestampsOptions options, AudioFormatException? truncation, CancellationToken cancellationToken)
    {
        await search.EndAsync(cancellationToken).ConfigureAwait(false);
        return Segment(search.Samples, search.Probabilities, options, truncation);
    }

    private static SpeechTimestamps Segment(long samples, List<float> probabilities, SpeechTimestampsOptions options, AudioFormatException? truncation) => new(
        samples, probabilities, OfflineTimestamps.Find(CollectionsMarshal.AsSpan(probabilities), samples, new SegmentationSettings(options)), truncation);
}
