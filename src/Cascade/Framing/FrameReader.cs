using System.Diagnostics;
using Cascade.Audio;
using Cascade.Inference;

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

    private void PassRest()
    {
        Position += (long)_partialSamples * network.ClockSamplesPerSample;
        _partialSamples = 0;
    }
}
