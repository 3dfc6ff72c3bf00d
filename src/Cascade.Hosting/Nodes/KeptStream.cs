using System.Text;
using Cascade.Hosting.Wire;
using Cascade.Snapshots;

namespace Cascade.Hosting.Nodes;

/// <summary>The state of a detection session as it is kept: its settings, and its stream between two frames.</summary>
/// <param name="ProbabilityRate">As in <see cref="Sessions.SessionSettings"/>.</param>
/// <param name="SegmentAudio">As in <see cref="Sessions.SessionSettings"/>.</param>
/// <param name="AudioPath">As in <see cref="Sessions.SessionSettings"/>.</param>
/// <param name="Segments">The number of the last segment.</param>
/// <param name="IsSpeaking">Whether the client has been told of speech that is open.</param>
/// <param name="IsStopped">Whether the client has stopped it, and may not know yet.</param>
/// <param name="Stream">The snapshot of the stream.</param>
internal sealed record KeptStream(double ProbabilityRate, SegmentAudioMode SegmentAudio, string AudioPath, long Segments, bool IsSpeaking, bool IsStopped, byte[] Stream)
{
    public byte[] ToBytes()
    {
        SnapshotWriter writer = new();
        writer.Double(ProbabilityRate);
        writer.Int((int)SegmentAudio);
        writer.Block(Encoding.UTF8.GetBytes(AudioPath));
        writer.Long(Segments);
        writer.Bool(IsSpeaking);
        writer.Bool(IsStopped);
        writer.Block(Stream);
        return writer.Written.ToArray();
    }

    /// <exception cref="SnapshotException">The bytes are damaged.</exception>
    public static KeptStream Read(ReadOnlySpan<byte> bytes)
    {
        SnapshotReader reader = new(bytes);
        KeptStream kept = new(
            reader.Double(),
            (SegmentAudioMode)reader.Int("the way of audio", 0, (int)SegmentAudioMode.Url),
            Encoding.UTF8.GetString(reader.Block()),
            reader.Long("the count of segments"),
            reader.Bool("the mark of speech"),
            reader.Bool("the mark of the end"),
            reader.Block().ToArray());
        reader.End();
        return kept;
    }
}
