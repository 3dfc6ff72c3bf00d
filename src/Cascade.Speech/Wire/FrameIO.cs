using System.Buffers.Binary;

namespace Cascade.Speech.Wire;

/// <summary>Frames on a stream: the payload's length (4 bytes), the kind (1), the job (8), the payload; numbers little-endian.</summary>
internal static class FrameIO
{
    private const int HeaderBytes = 13;

    /// <summary>The largest payload to a worker: hours of audio.</summary>
    public const int MaximumJob = int.MaxValue - 64;

    /// <summary>The largest payload from a worker: a broken one can't make the host take more memory.</summary>
    public const int MaximumResult = 1 << 24;

    /// <summary>Writes a frame whose payload comes in two pieces, without copying them together.</summary>
    public static void Write(Stream stream, FrameKind kind, long job, ReadOnlySpan<byte> payload, ReadOnlySpan<byte> rest = default)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        BinaryPrimitives.WriteInt32LittleEndian(header, payload.Length + rest.Length);
        header[4] = (byte)kind;
        BinaryPrimitives.WriteInt64LittleEndian(header[5..], job);
        stream.Write(header);
        stream.Write(payload);
        stream.Write(rest);
        stream.Flush();
    }

    /// <summary>Reads the next frame; null at the end of the stream, also in the middle of a frame.</summary>
    /// <exception cref="InvalidDataException">The bytes are no frame.</exception>
    public static Frame? Read(Stream stream, int maximumPayload)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        if (stream.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) < HeaderBytes)
        {
            return null;
        }

        int length = BinaryPrimitives.ReadInt32LittleEndian(header);
        FrameKind kind = (FrameKind)header[4];
        if (length < 0 || length > maximumPayload || !Enum.IsDefined(kind))
        {
            throw new InvalidDataException($"The pipe holds no frame: expected a kind from 1 to 10 and at most {maximumPayload} bytes, found kind {header[4]} and {length} bytes.");
        }

        byte[] payload = GC.AllocateUninitializedArray<byte>(length);
        return stream.ReadAtLeast(payload, length, throwOnEndOfStream: false) < length
            ? null
            : new Frame(kind, BinaryPrimitives.ReadInt64LittleEndian(header[5..]), payload);
    }
}
