using Cascade.Audio;
using Cascade.Framing;
using Cascade.Inference;
using Cascade.Segmentation;

namespace Cascade;

/// <summary>
/// The speech in a whole recording: the answer of silero's <c>get_speech_timestamps</c> for equal parameters. For audio that is still arriving use <see cref="StreamProcessor"/>.
/// </summary>
public sealed class SpeechTimestamps
{
    private SpeechTimestamps(long samples, List<float> probabilities, List<SpeechTimestamp> speech, AudioFormatException? truncation) =>
        (Samples, Probabilities, Speech, Truncation) = (samples, probabilities, speech, truncation);

    /// <summary>The length of the recording in 16 kHz samples.</summary>
    public long Samples { get; }

    /// <summary>The stretches of speech, in order, without overlap.</summary>
    public IReadOnlyList<SpeechTimestamp> Speech { get; }

    /// <summary>The probability of speech in every frame of 512 samples, the last frame filled up with silence.</summary>
    public IReadOnlyList<float> Probabilities { get; }

    /// <summary>What is missing, if the file is shorter than its header says; the result is that of the samples that are there. Otherwise <see langword="null"/>.</summary>
    public AudioFormatException? Truncation { get; }

    /// <summary>Finds the speech in a WAV file, 16 kHz mono PCM16. The network runs on the thread pool.</summary>
    /// <exception cref="AudioFormatException">The file is not such a WAV file.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its legal range.</exception>
    /// <exception cref="OnnxRuntimeException">ONNX Runtime's native library was not found, or failed.</exception>
    /// <exception cref="VadModelException">The engine cannot run the model.</exception>
    public static async Task<SpeechTimestamps> FromFileAsync(string path, SpeechTimestampsOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options = Validated(options);
        WavFile file = await WavFile.OpenAsync(path, cancellationToken).ConfigureAwait(false);
        await using (file.ConfigureAwait(false))
        {
            return await FindAsync(file.ReadAsync(cancellationToken), options, file.FindTruncation, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Finds the speech in a buffer of 16 kHz mono PCM16 little-endian samples. The network runs on the thread pool.</summary>
    /// <param name="audio">The samples, an even number of bytes.</param>
    /// <param name="options">Silero's defaults if <see langword="null"/>.</param>
    /// <param name="cancellationToken">Checked at least once a second of audio.</param>
    /// <exception cref="ArgumentException">The number of bytes is odd.</exception>
    /// <inheritdoc cref="FromFileAsync" path="/exception"/>
    public static Task<SpeechTimestamps> FromAudioAsync(ReadOnlyMemory<byte> audio, SpeechTimestampsOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (audio.Length % Pcm16.BytesPerSample != 0)
        {
            throw new ArgumentException($"PCM16 audio has an even number of bytes; found {audio.Length}.", nameof(audio));
        }

        return FindAsync(SliceAsync(audio), Validated(options), static () => null, cancellationToken);
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

    private static async Task<SpeechTimestamps> FindAsync(
        IAsyncEnumerable<ReadOnlyMemory<byte>> chunks, SpeechTimestampsOptions options, Func<AudioFormatException?> findTruncation, CancellationToken cancellationToken)
    {
        FrameReader frames = new();
        List<float> probabilities = [];
        using IFrameInference inference = await Task.Run(() => InferenceFactory.Create(options), cancellationToken).ConfigureAwait(false);
        await foreach (ReadOnlyMemory<byte> chunk in chunks.ConfigureAwait(false))
        {
            frames.Write(chunk.Span);
            await Task.Run(() => InferFrames(frames, inference, probabilities), cancellationToken).ConfigureAwait(false);
        }

        long samples = frames.ReceivedBytes / Pcm16.BytesPerSample;
        await Task.Run(() => InferRest(frames, inference, probabilities), cancellationToken).ConfigureAwait(false);
        frames.Close();
        List<SpeechTimestamp> speech = OfflineTimestamps.Find([.. probabilities], samples, new SegmentationSettings(options));
        return new SpeechTimestamps(samples, probabilities, speech, findTruncation());
    }

    private static void InferFrames(FrameReader frames, IFrameInference inference, List<float> probabilities)
    {
        float[] samples = new float[SileroNetwork.FrameSamples];
        while (frames.TryMoveNext())
        {
            Pcm16.ToFloat(frames.Current, samples);
            probabilities.Add(inference.Infer(samples));
            frames.Accept();
        }
    }

    private static void InferRest(FrameReader frames, IFrameInference inference, List<float> probabilities)
    {
        ReadOnlySpan<byte> rest = frames.TakeRest();
        int count = rest.Length / Pcm16.BytesPerSample;
        if (count > 0)
        {
            float[] samples = new float[SileroNetwork.FrameSamples];
            Pcm16.ToFloat(rest, samples.AsSpan(0, count));
            probabilities.Add(inference.Infer(samples));
        }
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> SliceAsync(ReadOnlyMemory<byte> audio)
    {
        const int second = SampleClock.SampleRateHz * Pcm16.BytesPerSample;
        for (; !audio.IsEmpty; audio = audio[Math.Min(second, audio.Length)..])
        {
            yield return audio[..Math.Min(second, audio.Length)];
        }

        await Task.CompletedTask.ConfigureAwait(false);
    }
}
