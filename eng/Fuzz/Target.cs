namespace Cascade.Fuzz;

/// <summary>A reader of bytes from strangers.</summary>
/// <param name="Seeds">Valid inputs, from which the fuzzer begins.</param>
/// <param name="Try">Reads an input. Throws when the reader does what it must not.</param>
internal sealed record Target(IReadOnlyList<byte[]> Seeds, Action<byte[]> Try);
