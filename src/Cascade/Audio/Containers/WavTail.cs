using System.Buffers.Binary;

namespace Cascade.Audio.Containers;

/// <summary>
/// Looks through the bytes behind a WAV file's audio, and counts those that may be audio too: in a further data chunk, or in no chunk at all. Sizes of 32 bits wrap beyond 4 GB, so that the
/// rest of such a file looks like the second.
/// </summary>
internal sealed class WavTail(bool followsOddChunk, bool bigEndian)
{
    private readonly byte[] _header = new byte[WavChunks.HeaderLength + 1];
    private int _headerLength;
    private int _wanted = WavChunks.HeaderLength + (followsOddChunk ? 1 : 0);
    private bool _isData;
    private bool _isNoChunk;
    private bool _endsOdd;
    private long _left;
    private long _chunkBytes;

    /// <summary>Bytes that may be audio, so far.</summary>
    public long UnreadBytes { get; private set; }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_isNoChunk)
            {
                UnreadBytes += bytes.Length;
                return;
            }

            if (_left > 0)
            {
                int step = (int)Math.Min(_left, bytes.Length);
                _left -= step;
                _chunkBytes += step;
                UnreadBytes += _isData ? step : 0;
                bytes = bytes[step..];
                BeginHeader();
                continue;
            }

            int taken = Math.Min(_wanted - _headerLength, bytes.Length);
            bytes[..taken].CopyTo(_header.AsSpan(_headerLength));
            _headerLength += taken;
            bytes = bytes[taken..];
            if (_headerLength == _wanted)
            {
                TakeHeader();
            }
        }
    }

    /// <summary>The file has ended. A chunk that has fewer bytes than it says is none, and a rest that is shorter than a header is not worth a word.</summary>
    public void End()
    {
        if (_left > 0 && !_isData)
        {
            UnreadBytes += _chunkBytes;
        }
    }

    private void TakeHeader()
    {
        Span<byte> all = _header.AsSpan(0, _headerLength);
        bool hasPad = _headerLength > WavChunks.HeaderLength && WavChunks.HasPad(all);
        Span<byte> header = all.Slice(hasPad ? 1 : 0, WavChunks.HeaderLength);
        Span<byte> behind = hasPad ? [] : all[WavChunks.HeaderLength..];
        _headerLength = 0;
        if (!WavChunks.HasId(header))
        {
            _isNoChunk = true;
            UnreadBytes += header.Length + behind.Length;
            return;
        }

        _left = bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(header[4..]) : BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
        _endsOdd = (_left & 1) != 0;
        _isData = header.StartsWith("data"u8);
        _chunkBytes = WavChunks.HeaderLength;
        BeginHeader();
        Add([.. behind]);
    }

    private void BeginHeader()
    {
        if (_left == 0)
        {
            _wanted = WavChunks.HeaderLength + (_endsOdd ? 1 : 0);
        }
    }
}
