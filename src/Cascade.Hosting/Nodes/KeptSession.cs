using Cascade.Hosting.Sessions;
using Cascade.Hosting.Wire;
using Cascade.Snapshots;

namespace Cascade.Hosting.Nodes;

/// <summary>A session as it is kept: its settings, its stream between two frames, and the events that its client has not acknowledged.</summary>
/// <param name="Client">The client that owns it.</param>
/// <param name="ProbabilityRate">As in <see cref="SessionSettings"/>.</param>
/// <param name="SegmentAudio">As in <see cref="SessionSettings"/>.</param>
/// <param name="AudioPath">As in <see cref="SessionSettings"/>.</param>
/// <param name="Received">Samples of the input that have been accepted.</param>
/// <param name="Segments">The number of the last segment.</param>
/// <param name="IsSpeaking">Whether the client has been told of speech that is open.</param>
/// <param name="IsStopped">Whether the client has stopped it, and may not know yet.</param>
/// <param name="Stream">The snapshot of the stream.</param>
/// <param name="Forgotten">The number of the last event that was acknowledged.</param>
/// <param name="Events">The events behind it.</param>
internal sealed record KeptSession(
    string Client,
    double ProbabilityRate,
    SegmentAudioMode SegmentAudio,
    string AudioPath,
    long Received,
    long Segments,
    bool IsSpeaking,
    bool IsStopped,
    byte[] Stream,
    long Forgotten,
    IReadOnlyList<KeptEvent> Events)
{
    private const int Version = 1;

    /// <summary>Gets the number of the last event.</summary>
    public long Last => Forgotten + Events.Count;

    public byte[] ToBytes()
    {
        SnapshotWriter writer = new();
        writer.Int(Version);
        writer.Block(System.Text.Encoding.UTF8.GetBytes(Client));
        writer.Double(ProbabilityRate);
        writer.Int((int)SegmentAudio);
        writer.Block(System.Text.Encoding.UTF8.GetBytes(AudioPath));
        writer.Long(Received);
        writer.Long(Segments);
        writer.Bool(IsSpeaking);
        writer.Bool(IsStopped);
        writer.Block(Stream);
        writer.Long(Forgotten);
        writer.Int(Events.Count);
        foreach (KeptEvent one in Events)
        {
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
            Text(ref reader),
            reader.Double(),
            (SegmentAudioMode)reader.Int("the way of audio", 0, (int)SegmentAudioMode.Url),
            Text(ref reader),
            reader.Long("the samples received"),
            reader.Long("the count of segments"),
            reader.Bool("the mark of speech"),
            reader.Bool("the mark of the end"),
            reader.Block().ToArray(),
            reader.Long("the last event that was acknowledged"),
            ReadEvents(ref reader));
        reader.End();
        return kept;
    }

    private static string Text(ref SnapshotReader reader) => System.Text.Encoding.UTF8.GetString(reader.Block());

    private static List<KeptEvent> ReadEvents(ref SnapshotReader reader)
    {
        List<KeptEvent> events = [];
        for (int left = reader.Count("events", 0, int.MaxValue, 2 * sizeof(int)); left > 0; left--)
        {
            events.Add(new KeptEvent(reader.Block().ToArray(), reader.Block().ToArray()));
        }

        return events;
    }
}
