using System.Text.Json;

namespace Cascade.Hosting.Realtime.Wire;

/// <summary>Writes events.</summary>
internal static class ServerEventWriter
{
    private const string Prefix = "event_";

    /// <summary>Writes an event of a session; its id tells its number.</summary>
    public static byte[] Write(ServerEvent e, long number) => Write(e with { EventId = FormattableString.Invariant($"{Prefix}{number}") });

    /// <summary>Writes an event that has no number.</summary>
    public static byte[] Write(ServerEvent e) => JsonSerializer.SerializeToUtf8Bytes(e.EventId.Length > 0 ? e : e with { EventId = Prefix + Sessions.Ids.Random() }, e.GetType(), RealtimeJson.Events);
}
