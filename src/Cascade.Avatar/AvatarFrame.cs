namespace Cascade;

/// <summary>A picture and the audio of its 40 milliseconds.</summary>
/// <param name="Kind">How the picture came about.</param>
/// <param name="Picture">Blue, green, red and 255 of each pixel, row by row. Never changes; still frames share one array.</param>
/// <param name="Audio">The samples, PCM16 mono at the rate of the input, a 25th of a second.</param>
public sealed record AvatarFrame(AvatarFrameKind Kind, ReadOnlyMemory<byte> Picture, ReadOnlyMemory<byte> Audio)
{
    /// <summary>Gets whether the frame is the first one of a reply.</summary>
    public bool StartsReply { get; init; }
}
