namespace Cascade.Hosting.Realtime.Audio;

/// <summary>The meaning of the audio formats.</summary>
internal static class AudioCodings
{
    /// <summary>The rate of PCM, and of answers before they are encoded as Opus.</summary>
    public const int SpokenRateHz = 24_000;

    private const int TelephoneRateHz = 8_000;

    /// <summary>Gets the format of the bytes, for Opus of those that the decoder makes of the user's packets.</summary>
    public static AudioFormat ToFormat(this AudioCoding coding) => coding switch
    {
        AudioCoding.MuLaw => new AudioFormat(TelephoneRateHz, 1, SampleEncoding.MuLaw),
        AudioCoding.ALaw => new AudioFormat(TelephoneRateHz, 1, SampleEncoding.ALaw),
        AudioCoding.Opus => OpusPacketDecoder.Format,
        _ => new AudioFormat(SpokenRateHz),
    };

    /// <summary>Gets the length of so many bytes.</summary>
    public static TimeSpan Duration(this AudioCoding coding, long bytes)
    {
        AudioFormat format = coding.ToFormat();
        return TimeSpan.FromSeconds((double)bytes / format.BytesPerBlock / format.SampleRateHz);
    }
}
