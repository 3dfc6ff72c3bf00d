namespace Cascade.Tests.Trust;

/// <summary>A call in a random sequence of them.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Size">Of what it is about: bytes, frames, a value.</param>
/// <param name="Fault">What goes wrong in it.</param>
/// <param name="At">Before which of its frames that happens, or after which of its results a consumer leaves.</param>
internal sealed record StreamCall(StreamCallKind Kind, int Size, StreamCallFault Fault, int At);
