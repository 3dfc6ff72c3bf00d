#pragma warning disable CA1720 // Float32 is how the audio field calls this encoding; it names bytes, not a type
namespace Cascade;

/// <summary>How one sample of one channel is written in bytes. Little-endian where the name does not say otherwise.</summary>
public enum SampleEncoding
{
    /// <summary>16-bit two's complement, little-endian: what WAV files and most capture devices give.</summary>
    Signed16,

    /// <summary>16-bit two's complement, big-endian (network order): RTP's L16.</summary>
    Signed16BigEndian,

    /// <summary>8 bits with silence at 128: 8-bit WAV.</summary>
    Unsigned8,

    /// <summary>24-bit two's complement in three bytes, little-endian.</summary>
    Signed24,

    /// <summary>24-bit two's complement in three bytes, big-endian: RTP's L24.</summary>
    Signed24BigEndian,

    /// <summary>32-bit two's complement, little-endian.</summary>
    Signed32,

    /// <summary>32-bit two's complement, big-endian.</summary>
    Signed32BigEndian,

    /// <summary>IEEE 754 single precision with full scale at 1, little-endian: what browsers and WASAPI give.</summary>
    Float32,

    /// <summary>IEEE 754 single precision with full scale at 1, big-endian.</summary>
    Float32BigEndian,

    /// <summary>IEEE 754 double precision with full scale at 1, little-endian.</summary>
    Float64,

    /// <summary>IEEE 754 double precision with full scale at 1, big-endian.</summary>
    Float64BigEndian,

    /// <summary>ITU-T G.711 A-law: telephony outside North America and Japan.</summary>
    ALaw,

    /// <summary>ITU-T G.711 mu-law: telephony in North America and Japan.</summary>
    MuLaw,
}
