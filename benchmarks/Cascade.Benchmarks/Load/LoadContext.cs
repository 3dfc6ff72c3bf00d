namespace Cascade.Benchmarks.Load;

/// <summary>What all clients share.</summary>
internal sealed record LoadContext(LoadArguments Arguments, Track Track, Uri Address, Pacer Pacer, Traffic Traffic, LoadWindow Window);
