namespace Cascade.Codecs.Ogg;

/// <summary>The packets of the first stream in an Ogg file. Other streams beside it are left out.</summary>
internal sealed class OggPacketReader(Stream stream)
{
    // Audio packets and setups are far shorter. A comment may be longer (it may hold a picture), and nothing reads comments.
    private const int MaxPacketBytes = 256 * 1024;

    private readonly OggPageReader _pages = new(stream);
    private byte[] _packet = new byte[4_096];
    private int _length;
    private uint? _serial;
    private uint _sequence;
    private int _segment;
    private int _lastEnd = -1;
    private int _bodyOffset;
    private bool _hasPage;
    private bool _isPartial;
    private bool _isSkipping;
    private bool _isGap;
    private bool _ended;

    /// <summary>The packet's bytes, valid until the next one is read. Of a packet that is too long, the beginning.</summary>
    public ReadOnlySpan<byte> Packet => _packet.AsSpan(0, _length);

    /// <summary>The position at the end of the packet, where the file tells it.</summary>
    public long? Granule { get; private set; }

    /// <summary>Whether pages are missing before the packet.</summary>
    public bool IsAfterGap { get; private set; }

    /// <summary>Whether the stream ends with the packet.</summary>
    public bool IsLast { get; private set; }

    /// <summary>Gets the fault of the container, or null.</summary>
    public string? Damage { get; private set; }

    /// <summary>Reads the next packet.</summary>
    /// <returns>False at the end of the stream.</returns>
    /// <exception cref="InvalidDataException">The file is damaged too much.</exception>
    public bool Next()
    {
        _length = 0;
        while (!_ended)
        {
            while (_hasPage && _segment < _pages.Segments.Length)
            {
                if (Append(_pages.Segments[_segment++]))
                {
                    return true;
                }
            }

            if (_hasPage && _pages.IsLast)
            {
                _ended = true;
                NoteWhatFollows();
            }
            else if (!NextPage())
            {
                _ended = true;
                Damage ??= _serial is null ? null : "The file is cut off: its last page is missing.";
            }
        }

        return false;
    }

    private bool Append(int segment)
    {
        ReadOnlySpan<byte> bytes = _pages.Body.Slice(_bodyOffset, segment);
        _bodyOffset += segment;
        int kept = Math.Min(segment, MaxPacketBytes - _length);
        if (!_isSkipping)
        {
            if (_packet.Length < _length + kept)
            {
                Array.Resize(ref _packet, Math.Min(MaxPacketBytes, 2 * (_length + kept)));
            }

            bytes[..kept].CopyTo(_packet.AsSpan(_length));
            _length += kept;
        }

        _isPartial = segment == 255;
        if (_isPartial)
        {
            return false;
        }

        bool isWhole = !_isSkipping && _length > 0;
        _isSkipping = false;
        if (!isWhole)
        {
            return false;
        }

        bool isLastOfPage = _segment - 1 == _lastEnd;
        Granule = isLastOfPage && _pages.Granule >= 0 ? _pages.Granule : null;
        IsLast = isLastOfPage && _pages.IsLast;
        IsAfterGap = _isGap;
        _isGap = false;
        return true;
    }

    private bool NextPage()
    {
        do
        {
            long skipped = _pages.SkippedBytes;
            if (!_pages.Next())
            {
                return false;
            }

            if (_pages.SkippedBytes > skipped && _serial is not null)
            {
                Damage ??= $"The file is damaged: {_pages.SkippedBytes - skipped} bytes between two pages are no page.";
            }
        }
        while (_serial is { } serial ? _pages.Serial != serial : !_pages.IsFirst);

        bool isNew = _serial is null;
        _serial = _pages.Serial;
        bool isMissing = !isNew && _pages.Sequence != _sequence + 1;
        _sequence = _pages.Sequence;
        if (isMissing)
        {
            Damage ??= "The file is damaged: pages are missing.";
            _isGap = true;
        }

        if (isMissing || _isPartial != _pages.IsContinuation)
        {
            _length = 0; // the packet's end is lost
            _isSkipping = _pages.IsContinuation; // and so is the beginning of this one
            _isGap = true;
        }

        _hasPage = true;
        _segment = 0;
        _bodyOffset = 0;
        _lastEnd = _pages.Segments.LastIndexOfAnyExcept((byte)255);
        return true;
    }

    private void NoteWhatFollows()
    {
        while (_pages.Next())
        {
            if (_pages.IsFirst)
            {
                Damage ??= "Another stream follows in the file. It was left out.";
                return;
            }
        }
    }
}
