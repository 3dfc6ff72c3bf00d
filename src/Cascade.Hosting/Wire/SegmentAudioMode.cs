namespace Cascade.Hosting.Wire;

/// <summary>How a client gets the audio of segments.</summary>
internal enum SegmentAudioMode
{
    None,
    Binary,
    Url,
}
