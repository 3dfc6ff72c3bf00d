using Cascade.Hosting.Wire;

namespace Cascade.Hosting.Tests;

/// <summary>A message as it came: text, or audio.</summary>
internal sealed record ReceivedItem(ServerMessage? Message, byte[] Audio);
