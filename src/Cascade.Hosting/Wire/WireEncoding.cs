#pragma warning disable CA1720 // Float32 is how the audio field calls this encoding; it names bytes, not a type
namespace Cascade.Hosting.Wire;

/// <summary>The content of the binary messages of a client: samples, as the members of <see cref="SampleEncoding"/> with the same numbers, or packets.</summary>
internal enum WireEncoding
{
    Signed16,
    Signed16BigEndian,
    Unsigned8,
    Signed24,
    Signed24BigEndian,
    Signed32,
    Signed32BigEndian,
    Float32,
    Float32BigEndian,
    Float64,
    Float64BigEndian,
    ALaw,
    MuLaw,

    /// <summary>One Opus packet a message.</summary>
    Opus,
}
