using System.Buffers.Binary;
using System.Text;

namespace Cascade.Avatar.Video;

/// <summary>
/// Writes uncompressed pictures and samples as one Matroska stream: the way to give ffmpeg both through its one standard input, with times of one clock. Source: RFC 8794 (EBML) and RFC 9559 (Matroska).
/// </summary>
internal sealed class MatroskaWriter
{
    private const int VideoTrack = 1;
    private const int AudioTrack = 2;
    private const byte KeyFrame = 0x80;

    private readonly byte[] _cluster;
    private readonly int _pictureAt;
    private readonly int _audioAt;
    private readonly int _timeAt;

    /// <summary>Prepares a stream.</summary>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="sampleRateHz">Of the audio, a multiple of the frames a second.</param>
    public MatroskaWriter(int width, int height, int sampleRateHz)
    {
        Header = CreateHeader(width, height, sampleRateHz);
        int pictureBytes = width * height * 4;
        int audioBytes = sampleRateHz / AvatarClock.FramesPerSecond * sizeof(short);

        // A frame is one cluster: its time, the audio, the picture. All frames have one size, so that the cluster is laid out once and filled in place.
        byte[] time = Element(0xE7, new byte[8]);
        byte[] audioHead = BlockHead(AudioTrack, audioBytes);
        byte[] pictureHead = BlockHead(VideoTrack, pictureBytes);
        int length = time.Length + audioHead.Length + audioBytes + pictureHead.Length + pictureBytes;
        byte[] head = [0x1F, 0x43, 0xB6, 0x75, .. Size(length)];
        _cluster = new byte[head.Length + length];
        head.CopyTo(_cluster, 0);
        time.CopyTo(_cluster, head.Length);
        _timeAt = head.Length + time.Length - 8;
        audioHead.CopyTo(_cluster, head.Length + time.Length);
        _audioAt = head.Length + time.Length + audioHead.Length;
        pictureHead.CopyTo(_cluster, _audioAt + audioBytes);
        _pictureAt = _cluster.Length - pictureBytes;
    }

    /// <summary>Gets the beginning of the stream.</summary>
    public byte[] Header { get; }

    /// <summary>Gives the bytes of a frame, which are valid until the next call.</summary>
    /// <param name="number">The number of the frame, which is its time.</param>
    /// <param name="picture">Blue, green, red, 255 of each pixel.</param>
    /// <param name="audio">The samples of the frame's time, PCM16.</param>
    public ReadOnlyMemory<byte> Frame(long number, ReadOnlySpan<byte> picture, ReadOnlySpan<byte> audio)
    {
        BinaryPrimitives.WriteInt64BigEndian(_cluster.AsSpan(_timeAt), number * AvatarClock.FrameMilliseconds);
        audio.CopyTo(_cluster.AsSpan(_audioAt));
        picture.CopyTo(_cluster.AsSpan(_pictureAt));
        return _cluster;
    }

    private static byte[] CreateHeader(int width, int height, int sampleRateHz)
    {
        byte[] document = Element(0x1A45DFA3, [.. Element(0x4282, "matroska"), .. Element(0x4287, 4), .. Element(0x4285, 2)]);
        byte[] information = Element(0x1549A966, [.. Element(0x2AD7B1, 1_000_000), .. Element(0x4D80, "Cascade"), .. Element(0x5741, "Cascade")]); // times in milliseconds
        byte[] picture = Element(0xE0, [.. Element(0xB0, width), .. Element(0xBA, height), .. Element(0x2EB524, "BGRA")]);
        byte[] rate = new byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleBigEndian(rate, sampleRateHz);
        byte[] sound = Element(0xE1, [.. Element(0xB5, rate), .. Element(0x9F, 1), .. Element(0x6264, 16)]);
        byte[] tracks = Element(0x1654AE6B, [
            .. Element(0xAE, [.. TrackHead(VideoTrack, 1, "V_UNCOMPRESSED"), .. Element(0x23E383, AvatarClock.FrameMilliseconds * 1_000_000), .. picture]),
            .. Element(0xAE, [.. TrackHead(AudioTrack, 2, "A_PCM/INT/LIT"), .. sound])]);
        byte[] endless = [0x18, 0x53, 0x80, 0x67, 0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]; // a segment of unknown size
        return [.. document, .. endless, .. information, .. tracks];
    }

    private static byte[] TrackHead(int number, int type, string codec) =>
        [.. Element(0xD7, number), .. Element(0x73C5, number), .. Element(0x83, type), .. Element(0x9C, 0), .. Element(0x86, codec)];

    // Track, time within the cluster, flags.
    private static byte[] BlockHead(int track, int bytes) => [0xA3, .. Size(bytes + 4), (byte)(0x80 | track), 0, 0, KeyFrame];

    private static byte[] Element(uint id, string text) => Element(id, Encoding.ASCII.GetBytes(text));

    private static byte[] Element(uint id, long number)
    {
        byte[] bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        return Element(id, bytes);
    }

    private static byte[] Element(uint id, byte[] content)
    {
        byte[] bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, id);
        return [.. bytes.AsSpan().TrimStart((byte)0), .. Size(content.Length), .. content];
    }

    private static byte[] Size(int length)
    {
        byte[] bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, (1L << 56) + length);
        return bytes;
    }
}
