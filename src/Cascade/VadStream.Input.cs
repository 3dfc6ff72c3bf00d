namespace Cascade;

/// <content>Bytes in: accepted, kept as far as there is room, or refused and counted.</content>
internal sealed partial class VadStream
{
    private long _lastInput;
    private long _earlierBytes;
    private long _unusedBytes;
    private long _refusedBytes;
    private long _unreadBytes;
    private int _restOfRefused; // bytes to come of a sample whose first bytes were refused

    /// <summary>The file that was read has bytes that may be audio and were not read.</summary>
    public void LeftUnread(long bytes)
    {
        Volatile.Write(ref _unreadBytes, bytes);
        Diagnostics.LeftUnread(bytes);
    }

    /// <summary>Gets whether no audio has arrived for longer than open speech is to wait.</summary>
    public bool HasNoInput => Options.InputTimeout != Timeout.InfiniteTimeSpan && Options.TimeProvider.GetElapsedTime(_lastInput) >= Options.InputTimeout;

    /// <summary>Accepts bytes. Those of a frame that is not whole yet are converted at once, which for short chunks are all; the others wait.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.IsEmpty)
        {
            _lastInput = Options.TimeProvider.GetTimestamp();
        }

        int skipped = Math.Min(_restOfRefused, bytes.Length);
        _restOfRefused -= skipped;
        _refusedBytes += skipped;
        bytes = bytes[skipped..];
        Diagnostics.Received(bytes.Length);
        _isExhausted = false;
        if (_pending.IsEmpty)
        {
            int used = _frames.ReadIntoRest(bytes);
            _audio.AppendInput(bytes[..used]);
            _pending.Pass(used);
            bytes = bytes[used..];
        }

        _pending.Add(bytes);
    }

    /// <summary>Accepts as many bytes as may wait. The others are counted, whole samples of them, so that the samples before and behind stay whole.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="most">No more than so many are accepted, whatever room there is.</param>
    /// <returns>Whether all bytes were accepted.</returns>
    public bool Keep(ReadOnlySpan<byte> bytes, long most = long.MaxValue)
    {
        long room = _restOfRefused + Math.Min(Room, most);
        int block = Format.BytesPerBlock;
        int inBlock = (int)(_pending.SinceEnd % block);
        int unfinished = _restOfRefused + ((block - inBlock) % block);
        int kept = (int)Math.Min(bytes.Length, unfinished + (Math.Max(0, room - unfinished) / block * block));
        int refused = bytes.Length - kept;
        Write(bytes[..kept]);
        if (refused > 0)
        {
            _refusedBytes += refused;
            _restOfRefused = (block - (refused % block)) % block;
        }

        return refused == 0;
    }

    /// <summary>Asks for an end after all bytes that have been written.</summary>
    public void End(SegmentEnd why)
    {
        _restOfRefused = 0;
        _isExhausted = false;
        _pending.AddEnd(why);
    }

    /// <summary>Asks for an end if speech is open and no audio has arrived for too long.</summary>
    public bool TryEndStalled()
    {
        bool isStalled = HasOpenSpeech && !_pending.IsEnding && HasNoInput;
        if (isStalled)
        {
            End(SegmentEnd.InputStalled);
        }

        return isStalled;
    }

    /// <summary>Gets how many frames there may be to read once so many more bytes are written; a resampler that waits for later samples can make the frames fewer.</summary>
    public long FramesWith(long moreBytes) => (_clock.PositionAfter(_pending.Received + moreBytes) - _frames.Position) / Inference.SileroNetwork.FrameSamples;

    /// <summary>Gets how many more bytes may wait.</summary>
    public long Room
    {
        get
        {
            TimeSpan longest = Options.MaximumBacklog;
            long most = longest == Timeout.InfiniteTimeSpan ? long.MaxValue : longest.Ticks * Format.SampleRateHz / TimeSpan.TicksPerSecond * Format.BytesPerBlock;
            return Math.Max(0, most - WaitingBytes);
        }
    }
}
