using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cascade;

/// <summary>How an <see cref="AvatarStream"/> takes audio and makes video.</summary>
public sealed record AvatarOptions
{
    /// <summary>Gets the format of the audio. Its rate must be a multiple of 25 Hz; default 16 kHz, mono, PCM16.</summary>
    public AudioFormat InputFormat { get; init; } = AudioFormat.Pcm16Mono16k;

    /// <summary>
    /// Gets whether the video goes on in real time, with the still picture where nobody speaks; default true. Otherwise frames come as fast as they can be computed, only for audio that has been written, and
    /// none is dropped: for files.
    /// </summary>
    public bool IsLive { get; init; } = true;

    /// <summary>Gets how many streams may be open in this process at one time; default one for each core that it may use, at least 1.</summary>
    public int MaximumStreams { get; init; } = Environment.ProcessorCount;

    /// <summary>Gets how late a frame of a live stream may be computed; default 80 milliseconds, at least 0. A later one repeats the last picture, and is counted as dropped. Its audio stays.</summary>
    public TimeSpan MaximumDelay { get; init; } = TimeSpan.FromMilliseconds(80);

    /// <summary>Gets how much audio may wait before <see cref="AvatarStream.WriteAsync"/> waits too; default a minute, at least a second.</summary>
    public TimeSpan MaximumBacklog { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Gets how long ffmpeg may take nothing before the stream fails; default 10 seconds, more than 0. Time in which the video is not read does not count.</summary>
    public TimeSpan EncoderTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets the path of the ffmpeg program; by default the one in the environment variable CASCADE_FFMPEG, or the first in PATH.</summary>
    public string? FfmpegPath { get; init; }

    /// <summary>Gets the clock; default the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Gets where log messages go; default nowhere.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>Checks the values.</summary>
    /// <exception cref="ArgumentException">A value is out of its range, or the rate of the audio is no multiple of 25 Hz.</exception>
    public void Validate()
    {
        ArgumentNullException.ThrowIfNull(InputFormat);
        ArgumentNullException.ThrowIfNull(TimeProvider);
        ArgumentNullException.ThrowIfNull(LoggerFactory);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumStreams, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumDelay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumBacklog, TimeSpan.FromSeconds(1));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(EncoderTimeout, TimeSpan.Zero);
        AvatarRenderer.CheckFormat(InputFormat);
    }
}
