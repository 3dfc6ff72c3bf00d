using System.Buffers;
using Cascade.Audio;
using Cascade.Audio.Pcm;
using Cascade.Inference;
using Cascade.Snapshots;

namespace Cascade.Segmentation;

/// <summary>
/// The audio of results by position on the clock: pre-roll, the open segment and frames that are held back are all read from here. The audio is kept as the network hears it, in mono PCM16, or as the
/// input's own bytes, or not at all.
/// </summary>
/// <param name="kind">Which audio is kept.</param>
/// <param name="pool">Where the memory comes from; the shared pool if <see langword="null"/>.</param>
internal sealed class SegmentAudio(ResultAudio kind, ArrayPool<byte>? pool = null)
{
    private readonly AudioHistory _history = new(pool ?? AudioHistory.SharedBlocks);
    private InputClock? _input;
    private NetworkRate _network = NetworkRate.At16kHz;
    private long _firstPosition;

    /// <summary>Gets how many bytes the audio occupies.</summary>
    public int Capacity => _history.Capacity;

    /// <summary>Gets or sets how many bytes the audio has occupied at most.</summary>
    public int PeakCapacity
    {
        get => _history.PeakCapacity;
        set => _history.PeakCapacity = value;
    }

    /// <summary>Gets the format of the audio.</summary>
    public AudioFormat Format { get; private set; } = AudioFormat.Pcm16Mono16k;

    /// <summary>Begins to keep audio of other input. <see cref="Clear"/> must follow.</summary>
    /// <param name="format">The format of the input.</param>
    /// <param name="network">The network that hears the input.</param>
    /// <param name="clock">The bytes of the input by position.</param>
    public void Use(AudioFormat format, NetworkRate network, InputClock clock)
    {
        _input = kind == ResultAudio.Input ? clock : null;
        _network = network;
        Format = kind == ResultAudio.Input ? format : network == NetworkRate.At16kHz ? AudioFormat.Pcm16Mono16k : new AudioFormat(network.RateHz);
    }

    /// <summary>Keeps the next samples of the stream, where these are the audio that is kept.</summary>
    /// <returns>How long the samples last on the clock.</returns>
    public int Append(ReadOnlySpan<float> samples)
    {
        if (kind == ResultAudio.Pcm16Mono)
        {
            Span<byte> bytes = stackalloc byte[AudioHistory.BlockBytes]; // a frame: encoded here, as its place may be split between two blocks
            bytes = bytes[..(samples.Length * sizeof(short))];
            Pcm16.Encode(samples, bytes);
            _history.Append(bytes);
        }

        return samples.Length * _network.ClockSamplesPerSample;
    }

    /// <summary>Keeps the next bytes of the input, where these are the audio that is kept.</summary>
    public void AppendInput(ReadOnlySpan<byte> bytes)
    {
        if (kind == ResultAudio.Input)
        {
            _history.Append(bytes);
        }
    }

    /// <summary>Copies the audio from one position to another.</summary>
    public byte[] Copy(long from, long to) => kind == ResultAudio.None ? [] : _history.Copy(ByteAt(from), ByteAt(to));

    /// <summary>Forgets the audio before a position.</summary>
    public void DropBefore(long position) => _history.DropBefore(ByteAt(position));

    /// <summary>Forgets everything; the next sample has the given position.</summary>
    public void Clear(long position)
    {
        _firstPosition = position;
        _history.Clear(ByteAt(position));
    }

    public void Save(SnapshotWriter writer)
    {
        writer.Long(_firstPosition);
        _history.Save(writer);
    }

    /// <summary>Goes on where the audio of another stream was saved.</summary>
    /// <param name="reader">Reads the snapshot.</param>
    /// <param name="from">The position from which audio is kept.</param>
    /// <param name="to">The position of the stream.</param>
    /// <param name="taken">The bytes of the input that have been read.</param>
    public void Restore(ref SnapshotReader reader, long from, long to, long taken)
    {
        _firstPosition = reader.Long("the first position of the audio", 0, from);
        long start = ByteAt(from);
        _history.Restore(ref reader, start, kind switch { ResultAudio.None => start, ResultAudio.Input => taken, _ => ByteAt(to) });
    }

    // Samples belong to a range if their time lies within the range. A pad may begin between two samples of the 8 kHz network.
    private long ByteAt(long position) => _input?.ByteAt(position)
        ?? (position - _firstPosition + _network.ClockSamplesPerSample - 1) / _network.ClockSamplesPerSample * sizeof(short);
}
