namespace Cascade.Codecs.Opus;

/// <summary>The clock of Opus.</summary>
internal static class OpusTime
{
    /// <summary>Positions in files and timestamps in RTP count samples of 48 kHz, whatever rate is decoded to. Sources: RFC 7845, RFC 7587.</summary>
    public const int RateHz = 48_000;
}
