namespace Cascade.Framing;

/// <summary>Sees the input's bytes in their order.</summary>
/// <param name="bytes">The next ones; valid during the call.</param>
internal delegate void InputObserver(ReadOnlySpan<byte> bytes);
