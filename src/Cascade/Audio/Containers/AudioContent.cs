namespace Cascade.Audio.Containers;

/// <summary>Kinds of audio file that are told apart by their first bytes.</summary>
internal enum AudioContent
{
    /// <summary>None of those below, or too short to tell. ffmpeg may know it.</summary>
    Unknown,

    /// <summary>RIFF, RIFX, RF64 or BW64 with WAVE: read without help, unless its audio is compressed.</summary>
    Wav,

    /// <summary>MPEG-1/2 audio, or anything behind an ID3 tag.</summary>
    Mp3,

    /// <summary>AAC in ADTS frames.</summary>
    Aac,

    /// <summary>The MPEG-4 family: M4A, MP4, MOV, 3GP.</summary>
    Mp4,

    /// <summary>FLAC.</summary>
    Flac,

    /// <summary>Ogg: Opus, Vorbis, FLAC, Speex.</summary>
    Ogg,

    /// <summary>WebM and Matroska.</summary>
    Matroska,

    /// <summary>AIFF and AIFF-C.</summary>
    Aiff,
}
