namespace Cascade.Hosting.Wire;

internal sealed record StopMessage : ClientMessage;
