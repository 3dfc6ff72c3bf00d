using System.CommandLine;
using Cascade.Cli.Detection;

namespace Cascade.Cli.Commands;

/// <summary>The files, and the options that say what their bytes mean.</summary>
internal sealed class InputArguments(bool takesMany, bool takesEachChannel = false, bool takesNone = false)
{
    private readonly Argument<string[]> _files = OptionFactory.Files(
        "WAV, and through ffmpeg every other kind of audio or video, told by the content; - is standard input", takesMany, takesNone);

    private readonly Option<AudioFormat?> _raw = OptionFactory.Raw(
        "--raw", $"The input has no header: its rate in Hz, channels, and encoding, one of {RawFormat.Words} [default: the input's header tells]");

    private readonly Option<int?> _channel = OptionFactory.Index("--channel", "Listen to one channel, the first being 0 [default: the mean of all]");

    private readonly Option<ChannelChoice> _channels = OptionFactory.Choice(
        "--channels", "Listen to their mean, or to each by itself, one speaker each", ("mean", ChannelChoice.Mean), ("each", ChannelChoice.Each));

    public void AddTo(Command command)
    {
        command.Add(_files);
        command.Add(_raw);
        command.Add(_channel);
        if (takesEachChannel)
        {
            command.Add(_channels);
        }
    }

    /// <returns>What is wrong with the options together, or null.</returns>
    public string? FindFault(ParseResult parsed) =>
        parsed.GetValue(_raw) is { } raw && parsed.GetValue(_channel) >= raw.Channels ? $"--channel must be less than {raw.Channels}, the channels of --raw; found '{parsed.GetValue(_channel)}'."
        : EachChannel(parsed) && parsed.GetValue(_channel) is not null ? "--channels each listens to all channels; leave --channel out."
        : Files(parsed).Count(file => file == AudioInput.StandardInput) > 1 ? "Standard input (-) can be read only once."
        : null;

    public bool EachChannel(ParseResult parsed) => takesEachChannel && parsed.GetValue(_channels) == ChannelChoice.Each;

    public string[] Files(ParseResult parsed) => parsed.GetValue(_files)!;

    public InputFormat Format(ParseResult parsed) => new(parsed.GetValue(_raw), parsed.GetValue(_channel));
}
