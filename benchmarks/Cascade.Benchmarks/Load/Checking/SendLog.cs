namespace Cascade.Benchmarks.Load;

/// <summary>When each chunk of a client's audio was sent. Its caller holds a lock.</summary>
internal sealed class SendLog(int capacity)
{
    private readonly List<(long EndSample, long Stamp, int Run)> _chunks = new(capacity);
    private readonly List<(int FirstChunk, long StartSample)> _runs = [];

    public int Count => _chunks.Count;

    /// <summary>Begins anew at a position: what was sent before is no longer the client's to wait for, because it has lost the connection or did not read.</summary>
    public void BeginRun(long startSample)
    {
        _runs.Add((_chunks.Count, startSample));
        Add(startSample, stamp: 0); // a chunk of nothing, so that the run is known before its first
    }

    public void Add(long endSample, long stamp) => _chunks.Add((endSample, stamp, _runs.Count - 1));

    /// <summary>When the last byte before a position had been sent, as it was when the log had so many chunks.</summary>
    /// <returns>False if it was sent in an earlier run.</returns>
    public bool TryFind(long position, int count, out long stamp)
    {
        stamp = 0;
        if (count == 0)
        {
            return false;
        }

        (int first, long start) = _runs[_chunks[count - 1].Run];
        if (position <= start || _chunks[count - 1].EndSample < position)
        {
            return false;
        }

        int chunk = count - 1;
        while (chunk > first && _chunks[chunk - 1].EndSample >= position)
        {
            chunk--;
        }

        stamp = _chunks[chunk].Stamp;
        return true;
    }
}
