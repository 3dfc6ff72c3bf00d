namespace Cascade.Dialogue;

/// <summary>
/// The place in a reply that is being played: what the player reports and the time since, or the time since its audio was handed out. Never beyond the audio.
/// </summary>
internal sealed class PlaybackClock(TimeProvider time)
{
    private long _last;
    private bool _runs;
    private long? _reportedAt;
    private TimeSpan _reported;

    /// <summary>Gets the audio handed out.</summary>
    public TimeSpan Length { get; private set; }

    public TimeSpan Position { get; private set; }

    public bool HasReports => _reportedAt is not null;

    public void Added(TimeSpan duration)
    {
        Advance();
        Length += duration;
        _runs = true;
    }

    public void Advance()
    {
        long now = time.GetTimestamp();
        if (_runs)
        {
            Position = Min(Position + time.GetElapsedTime(_last, now), Length);
        }

        _last = now;
    }

    public void Pause()
    {
        Advance();
        _runs = false;
    }

    public void Resume()
    {
        Advance();
        _runs = true;
    }

    public void Report(TimeSpan position)
    {
        Advance();
        _reportedAt = _last;
        _reported = position;
        Position = Min(position, Length);
    }

    /// <summary>Tells whether all audio has been played: by the reports of a player that reports, unless none came for long.</summary>
    public bool IsPlayed(TimeSpan patience) =>
        Position >= Length && (_reportedAt is not { } at || _reported >= Length || time.GetElapsedTime(at, _last) >= patience);

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
