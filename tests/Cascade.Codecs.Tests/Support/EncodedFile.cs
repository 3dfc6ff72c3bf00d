namespace Cascade.Tests;

/// <summary>The recording as one kind of file, made by ffmpeg.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Arguments">What ffmpeg is told to make it.</param>
/// <param name="Decibels">How far the difference from ffmpeg's decoding must at least lie below the sound.</param>
internal sealed record EncodedFile(string Name, string Arguments, double Decibels)
{
    private static readonly Lazy<string> Folder = new(() => Directory.CreateDirectory(System.IO.Path.Combine(AppContext.BaseDirectory, "encoded")).FullName);
    private static readonly Lock Encoding = new();

    // Each channel has another loudness, so that channels in another order are noticed.
    private const string SixChannels = "pan=5.1|c0=0.9*c0|c1=0.7*c0|c2=0.5*c0|c3=0.4*c0|c4=0.3*c0|c5=0.2*c0";

    public static string Recording { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "conversation.wav");

    public static IEnumerable<EncodedFile> All { get; } =
    [
        .. new[] { 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000 }.Select(rate => new EncodedFile($"mono-{rate}.mp3", $"-c:a libmp3lame -ar {rate} -ac 1 -b:a 48k", 80)),
        new("stereo-vbr.mp3", "-c:a libmp3lame -ar 44100 -ac 2 -q:a 4", 80),
        new("joint-stereo.mp3", "-c:a libmp3lame -ar 44100 -ac 2 -b:a 96k -joint_stereo 1", 80),
        new("no-tag.mp3", "-c:a libmp3lame -ar 44100 -ac 2 -b:a 128k -write_xing 0 -id3v2_version 0", 80),
        new("tags.mp3", "-c:a libmp3lame -ar 16000 -b:a 32k -metadata title=conversation -write_id3v1 1", 80),
        new("layer2.mp2", "-c:a mp2 -ar 48000 -ac 1 -b:a 96k -f mp2", 60),
        new("mono.ogg", "-c:a libvorbis -ar 16000", 100),
        new("stereo.ogg", "-c:a libvorbis -ar 44100 -ac 2 -q:a 6", 100),
        new("low.ogg", "-c:a libvorbis -ar 8000 -ac 1 -q:a 0", 100),
        new("silk.opus", "-c:a libopus -b:a 12k -application voip -frame_duration 60", 30),
        new("hybrid.opus", "-c:a libopus -b:a 28k -application voip", 30),
        new("celt.opus", "-c:a libopus -b:a 96k -ac 2 -application lowdelay -frame_duration 5", 60),
        new("surround.opus", "-c:a libopus -b:a 256k -mapping_family 1 -filter_complex {0}", 60),
    ];

    /// <summary>Kinds that the codecs must refuse, because they would decode them wrongly.</summary>
    public static EncodedFile Mp3At8kHz { get; } = new("mono-8000.mp3", "-c:a libmp3lame -ar 8000 -ac 1 -b:a 16k", 0);

    public static EncodedFile SurroundVorbis { get; } = new("surround.ogg", "-c:a libvorbis -ar 48000 -filter_complex {0}", 0);

    public static IEnumerable<TestCaseData> Cases => All.Select(file => new TestCaseData(file).SetArgDisplayNames(file.Name));

    /// <summary>The file's path; it is made at the first use.</summary>
    public string Path
    {
        get
        {
            string path = System.IO.Path.Combine(Folder.Value, Name);
            lock (Encoding)
            {
                if (!File.Exists(path))
                {
                    string unfinished = System.IO.Path.Combine(Folder.Value, "unfinished-" + Name); // a run that is killed leaves no half of a file behind
                    Ffmpeg.Run(["-i", "file:" + Recording, .. Arguments.Replace("{0}", SixChannels, StringComparison.Ordinal).Split(' '), "-bitexact", "file:" + unfinished]);
                    File.Move(unfinished, path);
                }
            }

            return path;
        }
    }

    public static EncodedFile Named(string name) => All.Single(file => file.Name == name);
}
