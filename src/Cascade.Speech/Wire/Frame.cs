namespace Cascade.Speech.Wire;

/// <summary>One message through the pipe.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Job">The number of its job; 0 where it belongs to none.</param>
/// <param name="Payload">The rest.</param>
internal readonly record struct Frame(FrameKind Kind, long Job, byte[] Payload);
