namespace Cascade.Hosting.Wire;

/// <summary>A client did what the protocol forbids, or wants what it cannot have. The message is for the client to read.</summary>
internal sealed class ProtocolException(ErrorCode code, string message, bool isFatal = true) : Exception(message)
{
    public ErrorCode Code => code;

    public bool IsFatal => isFatal;
}
