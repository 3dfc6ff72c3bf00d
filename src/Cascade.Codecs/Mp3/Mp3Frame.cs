using NLayer;

namespace Cascade.Codecs.Mp3;

/// <summary>A frame as NLayer wants it: bits from behind the header and the checksum on.</summary>
internal sealed class Mp3Frame : IMpegFrame
{
    private Mp3Header _header;
    private ReadOnlyMemory<byte> _bytes;
    private int _bit;

    public int SampleRate => _header.SampleRateHz;

    public int SampleRateIndex => _header.SampleRateIndex;

    public int FrameLength => _bytes.Length;

    public int BitRate => _header.BitRate;

    public MpegVersion Version => _header.Version;

    public MpegLayer Layer => _header.Layer;

    public MpegChannelMode ChannelMode => _header.ChannelMode;

    public int ChannelModeExtension => _header.ChannelModeExtension;

    public int SampleCount => _header.SampleCount;

    public int BitRateIndex => _header.BitRateIndex;

    public bool IsCopyrighted => (_header.Bits & 8) != 0;

    public bool HasCrc => _header.HasCrc;

    public bool IsCorrupted => false;

    public void Set(Mp3Header header, ReadOnlyMemory<byte> bytes)
    {
        _header = header;
        _bytes = bytes;
        Reset();
    }

    public void Reset() => _bit = 8 * (Mp3Header.Length + (HasCrc ? 2 : 0));

    /// <exception cref="EndOfStreamException">The frame is shorter than its content.</exception>
    public int ReadBits(int bitCount)
    {
        ReadOnlySpan<byte> bytes = _bytes.Span;
        if (_bit + bitCount > 8 * bytes.Length)
        {
            throw new EndOfStreamException();
        }

        uint value = 0;
        for (int i = 0; i < bitCount;)
        {
            int left = 8 - (_bit & 7);
            int taken = Math.Min(left, bitCount - i);
            value = (value << taken) | (((uint)bytes[_bit >> 3] >> (left - taken)) & ((1u << taken) - 1));
            _bit += taken;
            i += taken;
        }

        return (int)value;
    }
}
