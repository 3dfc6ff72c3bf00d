namespace Cascade.Codecs.Mp3;

/// <summary>Finds the frames of MPEG audio, forwards only, in memory of two frames. Bytes that are no frame (tags, pictures, damage) are skipped.</summary>
internal sealed class Mp3FrameReader(Stream stream)
{
    private const int TagHeaderBytes = 10;

    // Longer than two frames of any kind; the longest has 2,881 bytes.
    private readonly byte[] _bytes = new byte[8 * 1024];
    private int _start;
    private int _end;
    private int _frameBytes;
    private bool _isSynchronized;

    /// <summary>The kind of the first frame, which all others have.</summary>
    public Mp3Header? First { get; private set; }

    public Mp3Header Header { get; private set; }

    /// <summary>The frame's bytes, header included, until the next one is read.</summary>
    public ReadOnlyMemory<byte> Frame => _bytes.AsMemory(_start, _frameBytes);

    /// <summary>The bytes between frames that were no frame.</summary>
    public long SkippedBytes { get; private set; }

    /// <summary>Whether the last frame's end is missing.</summary>
    public bool IsCutOff { get; private set; }

    /// <summary>Goes to the next frame.</summary>
    /// <returns>False at the end of the stream.</returns>
    public bool Next()
    {
        _start += _frameBytes;
        _frameBytes = 0;
        if (First is null)
        {
            SkipTag();
        }

        while (Fill(Mp3Header.Length))
        {
            if (Mp3Header.TryParse(_bytes.AsSpan(_start)) is { } header && (First is null || header.IsLike(First.Value)) && IsFrame(header))
            {
                if (!Fill(header.FrameBytes))
                {
                    IsCutOff = true;
                    return false;
                }

                First ??= header;
                Header = header;
                _frameBytes = header.FrameBytes;
                _isSynchronized = true;
                return true;
            }

            _isSynchronized = false;
            _start++;
            SkippedBytes++;
        }

        return false;
    }

    // Out of step, a header is believed if another one stands where its frame ends, or the stream ends there: sound has such bytes by chance.
    private bool IsFrame(Mp3Header header)
    {
        if (header.FrameBytes <= Mp3Header.Length + 2)
        {
            return false;
        }

        return _isSynchronized
            || !Fill(header.FrameBytes + Mp3Header.Length)
            || (Mp3Header.TryParse(_bytes.AsSpan(_start + header.FrameBytes)) is { } next && next.IsLike(header));
    }

    // ID3 version 2: its length is written in four times seven bits. Source: id3.org.
    private void SkipTag()
    {
        while (Fill(TagHeaderBytes) && _bytes.AsSpan(_start).StartsWith("ID3"u8))
        {
            ReadOnlySpan<byte> header = _bytes.AsSpan(_start, TagHeaderBytes);
            long left = TagHeaderBytes + ((header[6] & 0x7F) << 21) + ((header[7] & 0x7F) << 14) + ((header[8] & 0x7F) << 7) + (header[9] & 0x7F) + ((header[5] & 0x10) != 0 ? TagHeaderBytes : 0);
            while (left > 0 && Fill(1))
            {
                int step = (int)Math.Min(left, _end - _start);
                _start += step;
                left -= step;
            }
        }
    }

    private bool Fill(int count)
    {
        while (_end - _start < count)
        {
            if (_start + count > _bytes.Length || _start == _end)
            {
                _bytes.AsSpan(_start, _end - _start).CopyTo(_bytes);
                _end -= _start;
                _start = 0;
            }

            int read = stream.Read(_bytes, _end, _bytes.Length - _end);
            if (read == 0)
            {
                return false;
            }

            _end += read;
        }

        return true;
    }
}
