using System.Diagnostics.Metrics;

namespace Cascade.Codecs;

/// <summary>Counts the packets of live streams by their fate, for dashboards. docs/codecs.md tells the instrument.</summary>
internal static class OpusMeter
{
    public const string Name = "Cascade";

    private static readonly Meter Meter = new(Name, typeof(OpusMeter).Assembly.GetName().Version!.ToString(3));

    private static readonly Counter<long> Packets = Meter.CreateCounter<long>("cascade.opus.packets", "{packet}", "Opus packets of live streams, by what became of them");

    public static KeyValuePair<string, object?> Decoded { get; } = Outcome("decoded");

    public static KeyValuePair<string, object?> Lost { get; } = Outcome("lost");

    public static KeyValuePair<string, object?> Recovered { get; } = Outcome("recovered");

    public static KeyValuePair<string, object?> Late { get; } = Outcome("late");

    public static KeyValuePair<string, object?> Damaged { get; } = Outcome("damaged");

    /// <summary>Counts for one stream and for the meter.</summary>
    public static void Count(ref long counter, KeyValuePair<string, object?> outcome, int packets = 1)
    {
        if (packets > 0)
        {
            Volatile.Write(ref counter, counter + packets);
            Packets.Add(packets, outcome);
        }
    }

    private static KeyValuePair<string, object?> Outcome(string value) => new("cascade.opus.outcome", value);
}
