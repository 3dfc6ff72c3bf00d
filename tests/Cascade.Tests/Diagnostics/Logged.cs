using Microsoft.Extensions.Logging;

namespace Cascade.Tests.Diagnostics;

/// <summary>A message as a host's log gets it.</summary>
internal sealed record Logged(LogLevel Level, EventId Id, string Message, Exception? Error);
