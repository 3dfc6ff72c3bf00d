namespace Cascade;

/// <summary>The facts of a stream that its results share.</summary>
/// <param name="Channel">The channel of the input.</param>
/// <param name="StreamTime">The wall-clock time of position 0.</param>
internal sealed record ResultOrigin(int? Channel, DateTimeOffset? StreamTime)
{
    /// <summary>Gets the origin of a stream's results; <see langword="null"/> if there is nothing to tell.</summary>
    public static ResultOrigin? Of(StreamProcessorOptions options) =>
        (options.ChannelNumber ?? options.InputFormat.Channel) is var channel && channel is null && options.StreamTime is null ? null : new ResultOrigin(channel, options.StreamTime);
}
