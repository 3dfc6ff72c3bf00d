using System.Text;
using Cascade.Snapshots;

namespace Cascade.Hosting.Nodes;

/// <summary>A session of any kind as it is kept: its owner, its state, and the events that its client has not acknowledged.</summary>
/// <param name="Client">The client that owns it.</param>
/// <param name="Received">How much of the input need not be sent again; the unit is the session's own.</param>
/// <param name="State">All else, in the session's own form.</param>
/// <param name="Forgotten">The number of the last event that was acknowledged.</param>
/// <param name="Last">The number of the last event.</param>
/// <param name="Events">The events behind the acknowledged ones. Numbers are left out where an event is not worth keeping.</param>
internal sealed record KeptSession(string Client, long Received, byte[] State, long Forgotten, long Last, IReadOnlyList<KeptEvent> Events)
{
    private const int Version = 2;

    public byte[] ToBytes()
    {
        SnapshotWriter writer = new();
        writer.Int(Version);
        writer.Block(Encoding.UTF8.GetBytes(Client));
        writer.Long(Received);
        writer.Block(State);
        writer.Long(Forgotten);
        writer.Long(Last);
        writer.Int(Events.Count);
        foreach (KeptEvent one in Events)
        {
            writer.Long(one.Number);
            writer.Block(one.Json);
            writer.Block(one.Audio.Span);
        }

        return writer.Written.ToArray();
    }

    /// <exception cref="SnapshotException">The bytes are of another version, or damaged.</exception>
    public static KeptSession Read(ReadOnlySpan<byte> bytes)
    {
        SnapshotReader reader = new(bytes);
        reader.Int("the version of the session", Version, Version);
        KeptSession kept = new(
            Encoding.UTF8.GetString(reader.Block()),
            reader.Long("the input received"),
            reader.Block().ToArray(),
            reader.Long("the last event that was acknowledged"),
            reader.Long("the last event"),
            ReadEvents(ref reader));
        reader.End();
        return kept;
    }

    private static List<KeptEvent> ReadEvents(ref SnapshotReader reader)
    {
        List<KeptEvent> events = [];
        for (int left = reader.Count("events", 0, int.MaxValue, sizeof(long) + (2 * sizeof(int))); left > 0; left--)
        {
            events.Add(new KeptEvent(reader.Long("the number of an event"), reader.Block().ToArray(), reader.Block().ToArray()));
        }

        return events;
    }
}
