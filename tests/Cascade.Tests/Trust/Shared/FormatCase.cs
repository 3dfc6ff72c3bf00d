namespace Cascade.Tests.Trust;

/// <summary>Random bytes in a random format, which may be none.</summary>
/// <param name="RateHz">The rate.</param>
/// <param name="Channels">The number of channels.</param>
/// <param name="Encoding">The encoding.</param>
/// <param name="Length">How many bytes.</param>
/// <param name="Seed">Which bytes, and where they are cut.</param>
internal sealed record FormatCase(int RateHz, int Channels, int Encoding, int Length, int Seed);
