using Cascade.Audio.Resampling;

namespace Cascade.Audio;

/// <summary>
/// Which byte of the input belongs to which position on the stream's clock: arithmetic over the part of the input since its last end. The frame reader moves the clock on; the audio of results
/// reads positions from the clock.
/// </summary>
internal sealed class InputClock(AudioFormat format, long position)
{
    private readonly RateRatio _ratio = new(format.SampleRateHz);
    private long _firstSample = position;
    private long _firstByte;

    /// <summary>Gets or sets how many whole samples of all channels have been received since the part began.</summary>
    public long Blocks { get; set; }

    /// <summary>
    /// Gets the byte, counted from the first one of the stream, with which the first sample begins whose time is not before a position, as far as received. Ranges that touch on the clock touch in
    /// the input.
    /// </summary>
    public long ByteAt(long position) => _firstByte + (Math.Min(_ratio.FirstInputFrom(position - _firstSample), Blocks) * format.BytesPerBlock);

    /// <summary>Gets the position up to which so many bytes of the stream reach, rounded up: the end of the audio that comes of these bytes.</summary>
    public long PositionAfter(long bytes) => _firstSample + _ratio.OutputsWithin((bytes - _firstByte) / format.BytesPerBlock);

    /// <summary>Gets the first sample of the part.</summary>
    public long FirstSample => _firstSample;

    /// <summary>Gets the first byte of the part.</summary>
    public long FirstByte => _firstByte;

    /// <summary>Begins a part.</summary>
    /// <param name="position">The position of the part's first sample.</param>
    /// <param name="firstByte">The part's first byte.</param>
    public void Restart(long position, long firstByte) => (_firstSample, _firstByte, Blocks) = (position, firstByte, 0);
}
