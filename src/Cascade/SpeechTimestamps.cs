using System.Runtime.InteropServices;
using Cascade.Audio;
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

    /// <summary>Finds the speech in an audio file of any kind that <see cref="StreamProcessor.ProcessFileAsync"/> reads. The network runs on the thread pool.</summary>
    /// <exception cref="AudioFormatException">The file is no audio, or needs ffmpeg and that is not installed.</exception>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its legal range.</exception>
    /// <exception cref="OnnxRuntimeException">ONNX Runtime's native library was not found, or failed.</exception>
    /// <exception cref="VadModelException">The engine cannot run the model.</exception>
    public static async Task<SpeechTimestamps> FromFileAsync(string path, SpeechTimestampsOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options = Validated(options);
        AudioFile file = await AudioFile.OpenAsync(path, cancellationToken: cancellationToken).ConfigureAwait(false);
        await using (file.ConfigureAwait(false))
        {
            using SpeechTimestampsSearch search = await SpeechTimestampsSearch.CreateAsync(options, file.Format, cancellationToken).ConfigureAwait(false);
            await foreach (ReadOnlyMemory<byte> chunk in file.Pcm.ReadChunksAsync(cancellationToken).ConfigureAwait(false))
            {
                await search.AddAsync(chunk, cancellationToken).ConfigureAwait(false);
            }

            return await EndAsync(search, options, file.FindShortfall(path), cancellationToken).ConfigureAwait(false);
        }
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

    private static async Task<SpeechTimestamps> EndAsync(
        SpeechTimestampsSearch search, SpeechTimestampsOptions options, AudioFormatException? truncation, CancellationToken cancellationToken)
    {
        await search.EndAsync(cancellationToken).ConfigureAwait(false);
        List<SpeechTimestamp> speech = OfflineTimestamps.Find(CollectionsMarshal.AsSpan(search.Probabilities), search.Samples, new SegmentationSettings(options));
        return new SpeechTimestamps(search.Samples, search.Probabilities, speech, truncation);
    }
}
