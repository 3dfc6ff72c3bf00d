namespace Cascade.Benchmarks.Load;

/// <summary>What all clients together have sent, received and been through. Any thread may add.</summary>
internal sealed class Traffic
{
    private long _messagesUp;
    private long _messagesDown;
    private long _bytesUp;
    private long _bytesDown;
    private int _live;
    private int _drops;
    private int _resumed;
    private int _stalls;

    public long MessagesUp => Volatile.Read(ref _messagesUp);

    public long MessagesDown => Volatile.Read(ref _messagesDown);

    public long BytesUp => Volatile.Read(ref _bytesUp);

    public long BytesDown => Volatile.Read(ref _bytesDown);

    /// <summary>How many clients are connected and in a session.</summary>
    public int Live => Volatile.Read(ref _live);

    public int Drops => Volatile.Read(ref _drops);

    public int Resumed => Volatile.Read(ref _resumed);

    public int Stalls => Volatile.Read(ref _stalls);

    public void Up(int payload)
    {
        const int mask = 4;
        Interlocked.Increment(ref _messagesUp);
        Interlocked.Add(ref _bytesUp, payload + HeaderBytes(payload) + mask);
    }

    public void Down(int payload)
    {
        Interlocked.Increment(ref _messagesDown);
        Interlocked.Add(ref _bytesDown, payload + HeaderBytes(payload));
    }

    public void Connected(bool resumed)
    {
        Interlocked.Increment(ref _live);
        Interlocked.Add(ref _resumed, resumed ? 1 : 0);
    }

    public void Disconnected() => Interlocked.Decrement(ref _live);

    public void Dropped() => Interlocked.Increment(ref _drops);

    public void Stalled() => Interlocked.Increment(ref _stalls);

    // RFC 6455, section 5.2.
    private static int HeaderBytes(int payload) => payload < 126 ? 2 : payload <= ushort.MaxValue ? 4 : 10;
}
