using System.Buffers;
using Cascade.Audio.Pcm;
using Cascade.Inference;

namespace Cascade.Segmentation;

/// <summary>
/// The audio of results by position on the clock: pre-roll, the open segment and frames that are held back are all read from here. It is
/// kept as what the network hears, in mono PCM16, or, where <paramref name="inputByteAt"/> tells which byte of the input belongs to a
/// position, as the input's own bytes.
/// </summary>
/// <param name="inputByteAt">The input's byte at a position, if its bytes are what is kept.</param>
/// <param name="pool">Where the memory comes from; the shared pool if <see langword="null"/>.</param>
internal sealed class SegmentAudio(Func<long, long>? inputByteAt = null, ArrayPool<byte>? pool = null)
{
    private readonly AudioHistory _history = new(pool ?? AudioHistory.SharedBlocks);
    private long _firstPosition;

    /// <summary>How many bytes it occupies.</summary>
    public int Capacity => _history.Capacity;

    /// <summary>How many bytes it has occupied at most, since this was last set.</summary>
    public int PeakCapacity
    {
        get => _history.PeakCapacity;
        set => _history.PeakCapacity = value;
    }

    /// <summary>What the samples are for. Changed only where <see cref="Clear"/> follows.</summary>
    public NetworkRate Network { get; set; } = NetworkRate.At16kHz;

    /// <summary>Keeps the next samples of the stream, unless the input's bytes are what is kept.</summary>
    /// <returns>How long they last on the clock.</returns>
    public int Append(ReadOnlySpan<float> samples)
    {
        if (inputByteAt is null)
        {
            Span<byte> bytes = stackalloc byte[AudioHistory.BlockBytes]; // a frame: encoded here, as its place may be split between two blocks
            bytes = bytes[..(samples.Length * sizeof(short))];
            Pcm16.Encode(samples, bytes);
            _history.Append(bytes);
        }

        return samples.Length * Network.ClockSamplesPerSample;
    }

    /// <summary>Keeps the next bytes of the input.</summary>
    public void AppendInput(ReadOnlySpan<byte> bytes) => _history.Append(bytes);

    /// <summary>A copy of the audio from one position to another.</summary>
    public byte[] Copy(long from, long to) => _history.Copy(ByteAt(from), ByteAt(to));

    /// <summary>Forgets the audio before a position.</summary>
    public void DropBefore(long position) => _history.DropBefore(ByteAt(position));

    /// <summary>Forgets everything; the next sample has the given position.</summary>
    public void Clear(long position)
    {
        _firstPosition = position;
        _history.Clear(ByteAt(position));
    }

    // Samples belong to a range if their time lies within it. A pad may begin between two samples of the 8 kHz network.
    private long ByteAt(long position) => inputByteAt?.Invoke(position)
        ?? (position - _firstPosition + Network.ClockSamplesPerSample - 1) / Network.ClockSamplesPerSample * sizeof(short);
}
