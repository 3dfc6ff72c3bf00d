namespace Cascade.Hosting.Wire;

/// <summary>The constants of the wire protocol, see docs/protocol.md.</summary>
internal static class Protocol
{
    public const int Version = 1;

    public const string Subprotocol = "cascade.v1";

    /// <summary>The largest text message. No legal one comes near.</summary>
    public const int MaxTextBytes = 16 * 1024;

    /// <summary>The largest Opus packet. An encoder's have at most 7,662: six frames of 1,277 bytes.</summary>
    public const int MaxOpusBytes = 8 * 1024;

    public const int MaxProbabilityRate = 100;

    /// <summary>A part of a message that is shorter counts as a message, so that crumbs are limited as messages are.</summary>
    public const int CrumbBytes = 16;

    public const int LostConnection = 1006;

    public const int CloseIdle = 4000;

    public const int CloseEvicted = 4001;

    public const int CloseReplaced = 4409;

    public const int CloseMoved = 4012;
}
