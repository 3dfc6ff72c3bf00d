namespace Cascade;

/// <summary>Makes a whole video of a recording, as fast as the machine can.</summary>
public static class AvatarVideo
{
    private const int BytesAtOnce = 32_768;

    /// <summary>Writes a fragmented MP4 file in which a face speaks a recording.</summary>
    /// <param name="output">Receives the file; need not be able to seek, and is not disposed.</param>
    /// <param name="face">The picture.</param>
    /// <param name="network">The network that moves its lips.</param>
    /// <param name="audio">The recording; read to its end, and not disposed.</param>
    /// <param name="options">The options; <see langword="null"/> for their defaults. The format is that of the recording, and the video is not a live one, whatever they say.</param>
    /// <param name="cancellationToken">Ends the work; what was written stays.</param>
    /// <returns>The counts of the frames.</returns>
    /// <exception cref="AvatarException">As many streams are open as may be, ffmpeg is missing or failed, or the network failed.</exception>
    /// <exception cref="AudioFormatException">The recording is no audio from a place on; the video ends there.</exception>
    /// <exception cref="ArgumentException">The recording's rate is no multiple of 25 Hz.</exception>
    public static async Task<AvatarStats> WriteAsync(
        Stream output, AvatarFace face, LipSyncNetwork network, AudioFile audio, AvatarOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(audio);
        AvatarStream stream = new(face, network, (options ?? new AvatarOptions()) with { InputFormat = audio.Format, IsLive = false });
        await using (stream.ConfigureAwait(false))
        {
            Task reading = ReadAsync(stream, audio.Pcm, cancellationToken);
            await foreach (AvatarSegment segment in stream.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                await output.WriteAsync(segment.Data, cancellationToken).ConfigureAwait(false);
            }

            await reading.ConfigureAwait(false);
            return stream.Stats;
        }
    }

    // However the recording ends, the video ends too.
    private static async Task ReadAsync(AvatarStream stream, Stream audio, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[BytesAtOnce];
        try
        {
            while (await audio.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var read)
            {
                await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            await stream.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
