namespace Cascade.Audio.Containers;

/// <summary>A WAV file behind its header.</summary>
/// <param name="Format">The audio's format; null where it is compressed.</param>
/// <param name="Data">The audio; null where it is compressed.</param>
/// <param name="OtherEncoding">The name of the encoding of compressed audio.</param>
internal sealed record WavContent(AudioFormat? Format, WavDataStream? Data, string? OtherEncoding);
