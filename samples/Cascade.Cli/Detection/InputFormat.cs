namespace Cascade.Cli.Detection;

/// <summary>What the bytes of inputs mean.</summary>
/// <param name="Raw">The format of headerless input; null where a header tells.</param>
/// <param name="Channel">The one channel to listen to; null for the mean of all.</param>
internal sealed record InputFormat(AudioFormat? Raw, int? Channel)
{
    /// <exception cref="InvalidDataException">The channel does not exist.</exception>
    public AudioFormat Choose(AudioFormat format) =>
        Channel is not { } channel ? format
        : channel < format.Channels ? format with { Channel = channel }
        : throw new InvalidDataException($"--channel must be less than {format.Channels}, the number of its channels; found '{channel}'.");
}
