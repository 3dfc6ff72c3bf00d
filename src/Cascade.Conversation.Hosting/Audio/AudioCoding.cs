namespace Cascade.Hosting.Realtime.Audio;

/// <summary>The audio formats of the protocol.</summary>
internal enum AudioCoding
{
    /// <summary>PCM16, little-endian, mono, 24 kHz.</summary>
    Pcm,

    /// <summary>G.711 mu-law, 8 kHz.</summary>
    MuLaw,

    /// <summary>G.711 A-law, 8 kHz.</summary>
    ALaw,

    /// <summary>Opus packets, of the extension.</summary>
    Opus,
}
