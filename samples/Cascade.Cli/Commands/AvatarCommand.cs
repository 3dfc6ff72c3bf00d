using System.CommandLine;

namespace Cascade.Cli.Commands;

/// <summary><c>avatar</c>: a picture that speaks a recording, as a video.</summary>
internal sealed class AvatarCommand
{
    private const string NetworkVariable = "CASCADE_LIP_NETWORK";

    private readonly Argument<string> _picture = new("PICTURE") { Description = "A picture with one face: PNG, JPEG, WebP, GIF or BMP" };

    private readonly Argument<string> _audio = new("AUDIO") { Description = "WAV, and through ffmpeg every other kind of audio or video" };

    private readonly Option<string?> _output = OptionFactory.File("--output", "The MP4 file to write [default: standard output, where it is no terminal]", "-o");

    private readonly Option<string?> _network = OptionFactory.File(
        "--network", $"The network that moves the lips, an ONNX file in Wav2Lip's shapes; none comes with cascade [default: the file that the environment variable {NetworkVariable} names]");

    private readonly Option<int?> _size = OptionFactory.Index("--size", $"The longer side of the video in pixels, {AvatarFace.MinimumSide} to {AvatarFace.MaximumSide} [default: {AvatarFace.DefaultSide}]");

    public static Command Create()
    {
        AvatarCommand avatar = new();
        Command command = new("avatar", "Make a video in which a picture speaks a recording.") { avatar._picture, avatar._audio };
        Option[] options = [avatar._output, avatar._network, avatar._size];
        Array.ForEach(options, command.Add);
        command.SetAction(avatar.RunAsync);
        return command;
    }

    private Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        string? output = parsed.GetValue(_output);
        string? network = parsed.GetValue(_network) ?? Environment.GetEnvironmentVariable(NetworkVariable);
        int side = parsed.GetValue(_size) ?? AvatarFace.DefaultSide;
        string? fault = output is null && !Console.IsOutputRedirected ? "Standard output is a terminal: name a file with -o."
            : string.IsNullOrEmpty(network) ? $"Name the network that moves the lips with --network FILE or in {NetworkVariable}: an ONNX file in Wav2Lip's shapes. None comes with cascade; docs/avatar.md tells more."
            : side is < AvatarFace.MinimumSide or > AvatarFace.MaximumSide ? $"--size must be from {AvatarFace.MinimumSide} to {AvatarFace.MaximumSide}; found {side}."
            : null;
        return CommandRun.GuardAsync(fault, async () =>
        {
            try
            {
                AvatarFace face = AvatarFace.FromFile(parsed.GetValue(_picture)!, side);
                using LipSyncNetwork lips = LipSyncNetwork.FromFile(network!);
                await using AudioFile audio = await AudioFile.OpenAsync(parsed.GetValue(_audio)!, cancellationToken: cancellationToken);
                await using Stream file = output is null ? Console.OpenStandardOutput() : File.Create(output);
                await AvatarVideo.WriteAsync(file, face, lips, audio, cancellationToken: cancellationToken);
                return ExitCode.Success;
            }
            catch (AvatarException refused)
            {
                return ErrorLine.Write(refused.Message, ExitCode.BadInput);
            }
        });
    }
}
