using System.Runtime.InteropServices;

namespace Cascade.Framing;

/// <summary>Takes interleaved bytes, cut anywhere, apart into the bytes of each channel. Nothing is decoded.</summary>
internal sealed class ChannelSplitter
{
    private readonly int _channels;
    private readonly int _sampleBytes;
    private readonly byte[] _block; // the beginning of a block whose rest has not come
    private int _blockBytes;

    public ChannelSplitter(AudioFormat format)
    {
        _channels = format.Channels;
        _sampleBytes = format.BytesPerBlock / format.Channels;
        _block = new byte[format.BytesPerBlock];
    }

    /// <summary>Returns how many whole samples each channel has once so many more bytes have come.</summary>
    public int SamplesWith(int bytes) => (_blockBytes + bytes) / _block.Length;

    /// <summary>Takes bytes apart.</summary>
    /// <param name="bytes">Interleaved bytes; those behind the last whole block are kept for the next call.</param>
    /// <param name="planes">Receives the samples of the first channel, then those of the second, and so on: <see cref="SamplesWith"/> of each.</param>
    public void Split(ReadOnlySpan<byte> bytes, Span<byte> planes)
    {
        int samples = SamplesWith(bytes.Length);
        int planeBytes = samples * _sampleBytes;
        int done = 0;
        if (_blockBytes > 0 && samples > 0)
        {
            int missing = _block.Length - _blockBytes;
            bytes[..missing].CopyTo(_block.AsSpan(_blockBytes));
            bytes = bytes[missing..];
            _blockBytes = 0;
            Scatter(_block, planes, planeBytes, 0);
            done = 1;
        }

        int whole = (samples - done) * _block.Length;
        Scatter(bytes[..whole], planes, planeBytes, done);
        bytes = bytes[whole..];
        bytes.CopyTo(_block.AsSpan(_blockBytes));
        _blockBytes += bytes.Length;
    }

    /// <summary>Forgets a block that is not whole.</summary>
    public void Reset() => _blockBytes = 0;

    private void Scatter(ReadOnlySpan<byte> blocks, Span<byte> planes, int planeBytes, int from)
    {
        for (int channel = 0; channel < _channels; channel++)
        {
            Span<byte> plane = planes.Slice(channel * planeBytes, planeBytes)[(from * _sampleBytes)..];
            ReadOnlySpan<byte> first = blocks.IsEmpty ? blocks : blocks[(channel * _sampleBytes)..];
            switch (_sampleBytes)
            {
                case 1:
                    Gather<byte>(first, plane);
                    break;
                case 2:
                    Gather<short>(first, plane);
                    break;
                case 4:
                    Gather<int>(first, plane);
                    break;
                case 8:
                    Gather<long>(first, plane);
                    break;
                default:
                    for (int at = 0, to = 0; at < first.Length; at += _block.Length, to += _sampleBytes)
                    {
                        first.Slice(at, _sampleBytes).CopyTo(plane[to..]);
                    }

                    break;
            }
        }
    }

    private void Gather<T>(ReadOnlySpan<byte> blocks, Span<byte> plane)
        where T : unmanaged
    {
        Span<T> samples = MemoryMarshal.Cast<byte, T>(plane);
        for (int at = 0, to = 0; at < blocks.Length; at += _block.Length, to++)
        {
            samples[to] = MemoryMarshal.Read<T>(blocks[at..]);
        }
    }
}
