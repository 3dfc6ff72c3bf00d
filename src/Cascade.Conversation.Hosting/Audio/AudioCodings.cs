namespace Cascade.Hosting.Realtime.Audio;

/// <summary>The meaning of the audio formats.</summary>
internal static class AudioCodings
{
    private const int PcmRateHz = 24_000;
    private const int TelephoneRateHz = 8_000;

    public static AudioFormat ToFormat(this AudioCoding coding) => coding switch
    {
        AudioCoding.MuLaw => new AudioFormat(TelephoneRateHz, 1, SampleEncoding.MuLaw),
        AudioCoding.ALaw => new AudioFormat(TelephoneRateHz, 1, SampleEncoding.ALaw),
        _ => new AudioFormat(PcmRateHz),
    };

    /// <summary>Gets the length of so many bytes.</summary>
    public static TimeSpan Duration(this AudioCoding coding, long bytes)
    {
        AudioFormat format = coding.ToFormat();
        return TimeSpan.FromSeconds((double)bytes / format.BytesPerBlock / format.SampleRateHz);
    }
}
