namespace Cascade.Hosting.Sessions;

/// <summary>The audio of a session's newest segments, for clients that fetch it. Safe to call from any thread.</summary>
internal sealed class SegmentStore(int maxBytes, SessionMemory held)
{
    private readonly object _lock = new();
    private readonly Queue<StoredSegment> _segments = new();
    private int _bytes;

    public void Add(StoredSegment segment)
    {
        lock (_lock)
        {
            _segments.Enqueue(segment);
            int before = _bytes;
            _bytes += segment.Audio.Length;
            while (_bytes > maxBytes)
            {
                _bytes -= _segments.Dequeue().Audio.Length;
            }

            held.Add(_bytes - before);
        }
    }

    public StoredSegment? Find(long number)
    {
        lock (_lock)
        {
            return _segments.FirstOrDefault(segment => segment.Number == number);
        }
    }
}
