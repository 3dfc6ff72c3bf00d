using Cascade.Codecs.Mp3;
using Cascade.Codecs.Opus;
using Cascade.Codecs.Vorbis;

namespace Cascade;

/// <summary>MP3, Opus and Vorbis in this process, for audio files where the ffmpeg program is not installed.</summary>
/// <remarks>
/// MP3 is MPEG-1, 2 and 2.5, layers 1 to 3, except at 8 kHz, where the decoder is wrong. Opus and Vorbis come in Ogg files. Other kinds need ffmpeg. Where ffmpeg is installed, ffmpeg decodes.
/// </remarks>
public static class ManagedCodecs
{
    private static readonly AudioCodec[] All = [new Mp3Codec(), new OpusCodec(), new VorbisCodec()];

    /// <summary>Registers the codecs for the process. Call it once at start; more calls change nothing. Safe to call from any thread.</summary>
    public static void Register()
    {
        foreach (AudioCodec codec in All)
        {
            AudioCodec.Register(codec);
        }
    }
}
