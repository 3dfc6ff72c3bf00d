namespace Cascade.Tests.Audio;

/// <summary>A format that a recording is converted to by a program that has nothing to do with this library.</summary>
/// <param name="Name">What a reader calls it.</param>
/// <param name="FileName">The name of the converted file.</param>
/// <param name="Program">sox or ffmpeg.</param>
/// <param name="Arguments">Its arguments between the files.</param>
internal sealed record FormatVariant(string Name, string FileName, string Program, params string[] Arguments)
{
    /// <summary>Both channels at full level: ffmpeg's -ac 2 would take 3 dB off.</summary>
    private const string TwoChannels = "pan=stereo|c0=c0|c1=c0";

    /// <summary>Whether nothing that the network hears is lost: at least 16 kHz, at least 16 bits, no lossy codec.</summary>
    public bool IsLossless { get; init; } = true;

    /// <summary>What the bytes mean, where the file has no header.</summary>
    public AudioFormat? Raw { get; init; }

    /// <summary>All that are looked at. Sources of 16 kHz mono PCM16 are assumed.</summary>
    public static IReadOnlyList<FormatVariant> All { get; } =
    [
        Sox("16 kHz u8", "u8.wav", "-e", "unsigned", "-b", "8") with { IsLossless = false },
        Sox("16 kHz s16", "s16.wav", "-e", "signed", "-b", "16"),
        Sox("16 kHz s24", "s24.wav", "-e", "signed", "-b", "24"),
        Sox("16 kHz s32", "s32.wav", "-e", "signed", "-b", "32"),
        Sox("16 kHz f32", "f32.wav", "-e", "float", "-b", "32"),
        Sox("16 kHz f64", "f64.wav", "-e", "float", "-b", "64"),
        Sox("16 kHz A-law", "alaw.wav", "-e", "a-law") with { IsLossless = false },
        Sox("16 kHz mu-law", "mulaw.wav", "-e", "mu-law") with { IsLossless = false },
        BigEndian("s16", SampleEncoding.Signed16BigEndian, "-e", "signed", "-b", "16"),
        BigEndian("s24", SampleEncoding.Signed24BigEndian, "-e", "signed", "-b", "24"),
        BigEndian("s32", SampleEncoding.Signed32BigEndian, "-e", "signed", "-b", "32"),
        BigEndian("f32", SampleEncoding.Float32BigEndian, "-e", "float", "-b", "32"),
        BigEndian("f64", SampleEncoding.Float64BigEndian, "-e", "float", "-b", "64"),
        Sox("8 kHz s16", "8k.wav", "-r", "8000") with { IsLossless = false },
        Sox("8 kHz mu-law, headerless", "8k.mulaw", "-r", "8000", "-t", "raw", "-e", "mu-law") with { IsLossless = false, Raw = new AudioFormat(8_000, 1, SampleEncoding.MuLaw) },
        Sox("11.025 kHz s16", "11k.wav", "-r", "11025") with { IsLossless = false },
        Sox("22.05 kHz s16", "22k.wav", "-r", "22050"),
        Sox("24 kHz s16", "24k.wav", "-r", "24000"),
        Sox("32 kHz s16", "32k.wav", "-r", "32000"),
        Sox("44.1 kHz s16", "44k.wav", "-r", "44100"),
        Sox("48 kHz s16", "48k.wav", "-r", "48000"),
        Sox("96 kHz s16", "96k.wav", "-r", "96000"),
        Sox("16 kHz s16 stereo", "stereo.wav", "-c", "2"),
        Sox("48 kHz f32 stereo", "stereo48k.wav", "-r", "48000", "-c", "2", "-e", "float", "-b", "32"),
        Ffmpeg("FLAC", "a.flac", "-c:a", "flac"),
        Ffmpeg("FLAC 44.1 kHz stereo", "stereo.flac", "-ar", "44100", "-af", TwoChannels, "-c:a", "flac"),
        Ffmpeg("MP3 64 kbit/s", "a.mp3", "-c:a", "libmp3lame", "-b:a", "64k") with { IsLossless = false },
        Ffmpeg("MP3 128 kbit/s, 44.1 kHz stereo", "stereo.mp3", "-ar", "44100", "-af", TwoChannels, "-c:a", "libmp3lame", "-b:a", "128k") with { IsLossless = false },
        Ffmpeg("M4A (AAC 64 kbit/s)", "a.m4a", "-c:a", "aac", "-b:a", "64k") with { IsLossless = false },
        Ffmpeg("Ogg Opus 24 kbit/s", "a.opus", "-c:a", "libopus", "-b:a", "24k") with { IsLossless = false },
        Ffmpeg("WebM Opus 64 kbit/s", "a.webm", "-c:a", "libopus", "-b:a", "64k") with { IsLossless = false },
        Ffmpeg("Ogg Vorbis 64 kbit/s", "a.ogg", "-ar", "44100", "-c:a", "libvorbis", "-b:a", "64k") with { IsLossless = false },
    ];

    public override string ToString() => Name;

    /// <summary>Converts a recording into a folder.</summary>
    /// <returns>The path of the converted file.</returns>
    public string Convert(string recording, string folder)
    {
        string path = Path.Combine(folder, FileName);
        IEnumerable<string> before = Program == "sox" ? ["-D", recording] : ["-hide_banner", "-loglevel", "error", "-i", "file:" + recording]; // without dither
        ConversionTool.Run(Program, [.. before, .. Arguments, path]);
        return path;
    }

    private static FormatVariant Sox(string name, string fileName, params string[] arguments) => new(name, fileName, "sox", arguments);

    private static FormatVariant BigEndian(string name, SampleEncoding encoding, params string[] arguments) =>
        Sox($"16 kHz {name} big-endian, headerless", $"{name}be.raw", ["-t", "raw", "-B", .. arguments]) with { Raw = new AudioFormat(16_000, 1, encoding) };

    private static FormatVariant Ffmpeg(string name, string fileName, params string[] arguments) => new(name, fileName, "ffmpeg", arguments);
}
