namespace Cascade;

/// <summary>A part of a video stream, whole boxes of a fragmented MP4 file. All parts in their order are a file.</summary>
/// <param name="Data">The bytes, which are the receiver's own.</param>
/// <param name="IsHeader">Whether the part is the first one, which every player needs before any other.</param>
public sealed record AvatarSegment(ReadOnlyMemory<byte> Data, bool IsHeader);
