namespace Cascade.Hosting.Nodes;

/// <summary>The answer to a takeover.</summary>
/// <param name="Answer">Done, absent or down.</param>
/// <param name="Epoch">The epoch of the new owner.</param>
/// <param name="State">The session as it was last kept.</param>
internal readonly record struct TakenSession(StoreAnswer Answer, long Epoch = 0, byte[]? State = null);
