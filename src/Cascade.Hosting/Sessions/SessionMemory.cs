namespace Cascade.Hosting.Sessions;

/// <summary>Counts what one session holds for its client, as a part of <see cref="HeldMemory"/>. Thread-safe.</summary>
internal sealed class SessionMemory
{
    private readonly HeldMemory _all;
    private readonly object _lock = new();
    private long _bytes;
    private long _openSpeech;
    private bool _isReleased;

    public SessionMemory(HeldMemory all)
    {
        _all = all;
        all.Join();
    }

    /// <summary>Gets the bytes that are held.</summary>
    public long Bytes
    {
        get
        {
            lock (_lock)
            {
                return _bytes;
            }
        }
    }

    /// <summary>Gets whether all sessions hold more than they may.</summary>
    public bool IsScarce => _all.IsOver;

    /// <summary>Gets whether all sessions hold more than they may, and this one more than its part.</summary>
    public bool IsTooMuch => _all.IsOver && Bytes > _all.Share;

    /// <summary>More is held, or less.</summary>
    public void Add(long bytes)
    {
        lock (_lock)
        {
            if (!_isReleased)
            {
                _bytes += bytes;
                _all.Add(bytes);
            }
        }
    }

    /// <summary>Speech that is open goes on.</summary>
    public void Speak(long bytes)
    {
        lock (_lock)
        {
            _openSpeech += bytes;
            Add(bytes);
        }
    }

    /// <summary>Speech that was open has become a segment, or nothing.</summary>
    public void EndSpeech()
    {
        lock (_lock)
        {
            Add(-_openSpeech);
            _openSpeech = 0;
        }
    }

    /// <summary>The session has ended. From now on nothing counts.</summary>
    public void Release()
    {
        lock (_lock)
        {
            if (!_isReleased)
            {
                Add(-_bytes);
                _isReleased = true;
                _all.Leave();
            }
        }
    }
}
