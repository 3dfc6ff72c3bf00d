namespace Cascade.Hosting.Realtime.Sessions;

/// <summary>A command that waits for the end of the turn.</summary>
/// <param name="Command">Is sent to the conversation.</param>
/// <param name="Response">The response that it asks for, if it is one.</param>
internal sealed record Deferred(Func<Conversation, ValueTask> Command, ResponseRequest? Response = null);
