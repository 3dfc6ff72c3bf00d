using System.Text.Json;
using Cascade.Hosting.Sessions;
using Cascade.Hosting.Wire;

namespace Cascade.Hosting.Tests;

/// <summary>A connection that is none: it takes what it is told.</summary>
internal sealed class FakePeer : ISessionPeer
{
    /// <summary>How it was ended.</summary>
    public Ending? Ending { get; private set; }

    public void Wake()
    {
    }

    public void End(Ending ending) => Ending ??= ending;

    /// <summary>The events that wait for it, as if sent.</summary>
    public List<ServerMessage> TakeEvents(Session session)
    {
        List<ServerMessage> events = [];
        while (session.Events.TryTake(this, out byte[] json, out _))
        {
            events.Add(JsonSerializer.Deserialize(json, WireJson.Default.ServerMessage)!);
            session.Events.MarkSent(this);
        }

        return events;
    }
}
