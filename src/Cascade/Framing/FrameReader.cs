using System.Diagnostics;
using Cascade.Audio;
using Cascade.Inference;
using Cascade.Snapshots;

namespace Cascade.Framing;

/// <summary>Bytes of any number and format in, frames of the network's rate and length out, mono.</summary>
/// <param name="format">The format of the bytes.</param>
/// <param name="network">The network that the frames are for.</param>
/// <param name="clock">Moved on as bytes are read.</param>
/// <param name="position">The stream's position before the first sample.</param>
internal sealed class FrameReader(AudioFormat format, NetworkRate network, InputClock clock, long position)
{
    private readonly AudioConverter _converter = new(format, network.RateHz);
    private readonly float[] _partial = new float[network.FrameSamples];
    private int _partialSamples;
    private long _earlierNonFiniteSamples;
    private bool _isAtEnd; // the resampler gives its tail, and only a restart may follow

    /// <summary>Gets the position on the clock after the last frame that has been read.</summary>
    public long Position { get; private set; } = position;

    /// <summary>Gets the samples after the last whole frame, fewer than a frame has.</summary>
    public ReadOnlySpan<float> Rest => _partial.AsSpan(0, _partialSamples);

    /// <summary>Gets the bytes after the last whole sample. Before an end they are in no sample at all.</summary>
    public int UnfinishedBytes => _converter.UnfinishedBytes;

    /// <summary>Gets how many samples of float input were no numbers and became silence.</summary>
    public long NonFiniteSamples => _earlierNonFiniteSamples + _converter.NonFiniteSamples;

    /// <summary>Reads bytes into the rest, until it is a frame.</summary>
    /// <returns>The number of bytes read.</returns>
    public int ReadIntoRest(ReadOnlySpan<byte> bytes)
    {
        _partialSamples += Convert(bytes, _partial.AsSpan(_partialSamples), out int used);
        return used;
    }

    /// <summary>Begins to read frames: the rest comes first.</summary>
    /// <returns>The number of samples.</returns>
    public int Begin(Span<float> frames)
    {
        Rest.CopyTo(frames);
        return _partialSamples;
    }

    /// <summary>Goes on to read frames.</summary>
    /// <returns>The number of samples.</returns>
    public int Convert(ReadOnlySpan<byte> bytes, Span<float> samples, out int used)
    {
        used = 0;
        int count = _isAtEnd ? 0 : _converter.Convert(bytes, samples, out used);
        clock.Blocks = _converter.BlocksReceived;
        return count;
    }

    /// <summary>Goes on with the samples that the resampler still holds, at an end of the input.</summary>
    /// <returns>The number of samples.</returns>
    public int ConvertTail(Span<float> samples)
    {
        _isAtEnd = true;
        return _converter.Flush(samples);
    }

    /// <summary>Ends a read of frames: the samples after the last whole frame are the new rest.</summary>
    /// <returns>The number of frames.</returns>
    public int End(ReadOnlySpan<float> samples)
    {
        int count = samples.Length / network.FrameSamples;
        ReadOnlySpan<float> rest = samples[(count * network.FrameSamples)..];
        rest.CopyTo(_partial);
        _partialSamples = rest.Length;
        Position += (long)count * SileroNetwork.FrameSamples;
        return count;
    }

    /// <summary>Takes back a frame that was the only one read, so that it is read again.</summary>
    public void Unread(ReadOnlySpan<float> frame)
    {
        Debug.Assert(_partialSamples == 0, "only a frame that was read alone can be taken back");
        frame.CopyTo(_partial);
        _partialSamples = frame.Length;
        Position -= SileroNetwork.FrameSamples;
    }

    /// <summary>Reads the rest as a frame that silence fills up, as silero does at the end of a recording.</summary>
    /// <returns>False if there is no rest.</returns>
    public bool TryReadRest(Span<float> frame)
    {
        if (_partialSamples == 0)
        {
            return false;
        }

        frame[..network.FrameSamples].Clear();
        Rest.CopyTo(frame);
        PassRest();
        return true;
    }

    /// <summary>Begins anew behind an end.</summary>
    /// <param name="firstByte">The number of bytes of the stream before the end.</param>
    public void Restart(long firstByte)
    {
        PassRest();
        _earlierNonFiniteSamples += _converter.NonFiniteSamples;
        _converter.Reset();
        _isAtEnd = false;
        clock.Restart(Position, firstByte);
    }

    public void Save(SnapshotWriter writer)
    {
        writer.Long(clock.FirstSample);
        writer.Long(clock.FirstByte);
        writer.Bool(_isAtEnd);
        writer.Long(_earlierNonFiniteSamples);
        writer.Samples(Rest);
        _converter.Save(writer);
    }

    /// <summary>Goes on where another one was saved.</summary>
    /// <param name="reader">Reads the snapshot.</param>
    /// <param name="at">The position that one had reached; not before its own first one.</param>
    /// <param name="pending">The bytes that wait, restored.</param>
    public void Restore(ref SnapshotReader reader, long at, PendingAudio pending)
    {
        clock.Restart(reader.Long("the first sample since the last end", Math.Max(Position, at - SnapshotReader.LongestPart), at), reader.Long("the first byte since the last end", Math.Max(0, pending.Taken - SnapshotReader.LongestPart), pending.Taken));
        _isAtEnd = reader.Bool("the mark of an end");
        SnapshotReader.Expect(!_isAtEnd || pending.NextEnd is not null, "an end that has begun", "an end that waits", "none");
        _earlierNonFiniteSamples = reader.Long("the samples that were no numbers");
        float[] rest = reader.Samples("samples of a frame", 0, network.FrameSamples);
        rest.CopyTo(_partial);
        _partialSamples = rest.Length;
        Position = at;
        _converter.Restore(ref reader, pending.Taken - clock.FirstByte, ((at - clock.FirstSample) / network.ClockSamplesPerSample) + rest.Length, _isAtEnd);
        SnapshotReader.Expect((at - clock.FirstSample) % network.ClockSamplesPerSample == 0, "the first sample since the last end", "whole samples before the position", clock.FirstSample);
        clock.Blocks = _converter.BlocksReceived;
    }

    private void PassRest()
    {
        Position += (long)_partialSamples * network.ClockSamplesPerSample;
        _partialSamples = 0;
    }
}
