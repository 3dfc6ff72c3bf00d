using System.CommandLine;
using Cascade.Cli.Detection;

namespace Cascade.Cli.Commands;

/// <summary>The files, and the options that say what their bytes mean.</summary>
internal sealed class InputArguments(bool takesMany)
{
    private readonly Argument<string[]> _files = OptionFactory.Files(
        "WAV, and through ffmpeg every other kind of audio or video, told by the content; - is standard input", takesMany);

    private readonly Option<AudioFormat?> _raw = OptionFactory.Raw(
        "--raw", $"The input has no header: its rate in Hz, channels, and encoding, one of {RawFormat.Words} [default: the input's header tells]");

    private readonly Option<int?> _channel = OptionFactory.Index("--channel", "Listen to one channel, the first being 0 [default: the mean of all]");

    public void AddTo(Command command)
    {
        command.Add(_files);
        command.Add(_raw);
        command.Add(_channel);
    }

    /// <returns>What is wrong with the options together, or null.</returns>
    public string? FindFault(ParseResult parsed) =>
        parsed.GetValue(_raw) is { } raw && parsed.GetValue(_channel) >= raw.Channels ? $"--channel must be less than {raw.Channels}, the channels of --raw; found '{parsed.GetValue(_channel)}'."
        : Files(parsed).Count(file => file == AudioInput.StandardInput) > 1 ? "Standard input (-) can be read only once."
        : null;

    public string[] Files(ParseResult parsed) => parsed.GetValue(_files)!;

    public InputFormat Format(ParseResult parsed) => new(parsed.GetValue(_raw), parsed.GetValue(_channel));
}
