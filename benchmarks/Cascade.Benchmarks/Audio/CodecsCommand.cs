using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Cascade.Benchmarks.Audio;

/// <summary>The codecs of Cascade.Codecs next to ffmpeg: how many times faster than the audio lasts, and how far the difference lies below the sound.</summary>
internal static class CodecsCommand
{
    private const int Rounds = 5;

    // As ffmpeg makes them. The last number is the lowest distance to ffmpeg's decoding that passes --check, in decibels.
    private static readonly (string Name, string Arguments, double Limit)[] Files =
    [
        ("16k.mp3", "-c:a libmp3lame -ar 16000 -ac 1 -b:a 48k", 80),
        ("44k.mp3", "-c:a libmp3lame -ar 44100 -ac 2 -b:a 128k", 80),
        ("48k.mp2", "-c:a mp2 -ar 48000 -ac 1 -b:a 96k -f mp2", 60),
        ("16k.ogg", "-c:a libvorbis -ar 16000 -ac 1", 100),
        ("44k.ogg", "-c:a libvorbis -ar 44100 -ac 2", 100),
        ("speech.opus", "-c:a libopus -b:a 12k -application voip", 30),
        ("speech-28k.opus", "-c:a libopus -b:a 28k -application voip", 30),
        ("music.opus", "-c:a libopus -b:a 96k -ac 2 -application audio", 60),
    ];

    public static async Task<int> RunAsync(Arguments arguments)
    {
        Report report = new("codecs", arguments);
        string ffmpeg = Environment.GetEnvironmentVariable("CASCADE_FFMPEG") ?? "ffmpeg";
        DirectoryInfo folder = Directory.CreateTempSubdirectory("cascade-codecs-");
        Environment.SetEnvironmentVariable("CASCADE_FFMPEG", Path.Combine(folder.FullName, "none")); // so that the codecs decode
        ManagedCodecs.Register();
        report.Note($"one core; the fastest of {Rounds} rounds as seconds of audio a second, and the difference from ffmpeg's decoding (Opus: libopus) in decibels below the sound");
        try
        {
            foreach ((string name, string encoding, double limit) in Files)
            {
                string path = Path.Combine(folder.FullName, name);
                await RunAsync(ffmpeg, ["-i", "file:" + Path.GetFullPath(arguments.Wav), .. encoding.Split(' '), "-bitexact", "file:" + path]);
                (double speed, float[] samples) = await DecodeAsync(path);
                string[] decoder = name.EndsWith(".opus", StringComparison.Ordinal) ? ["-c:a", "libopus"] : [];
                byte[] expected = await RunAsync(ffmpeg, [.. decoder, "-i", "file:" + path, "-c:a", "pcm_f32le", "-f", "f32le", "pipe:1"]);
                double decibels = DecibelsBelow(MemoryMarshal.Cast<byte, float>(expected), samples);
                report.Row(name, ("times_real_time", speed), ("dB", decibels));
                report.AtLeast($"{name}, distance to ffmpeg", decibels, limit, "dB");
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        return report.ExitCode;
    }

    private static async Task<(double TimesRealTime, float[] Samples)> DecodeAsync(string path)
    {
        double fastest = 0;
        float[] samples = [];
        for (int round = 0; round < Rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            await using AudioFile file = await AudioFile.OpenAsync(path);
            using MemoryStream bytes = new();
            await file.Pcm.CopyToAsync(bytes);
            TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
            samples = MemoryMarshal.Cast<byte, float>(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)).ToArray();
            fastest = Math.Max(fastest, (double)samples.Length / file.Format.Channels / file.Format.SampleRateHz / elapsed.TotalSeconds);
        }

        return (fastest, samples);
    }

    private static double DecibelsBelow(ReadOnlySpan<float> sound, ReadOnlySpan<float> other)
    {
        double power = 0;
        double difference = 0;
        for (int i = 0; i < Math.Min(sound.Length, other.Length); i++)
        {
            power += (double)sound[i] * sound[i];
            difference += ((double)sound[i] - other[i]) * ((double)sound[i] - other[i]);
        }

        return 10 * Math.Log10(power / (difference + double.Epsilon));
    }

    private static async Task<byte[]> RunAsync(string ffmpeg, IEnumerable<string> arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(ffmpeg, ["-hide_banner", "-loglevel", "error", .. arguments]) { RedirectStandardOutput = true })!;
        using MemoryStream output = new();
        await process.StandardOutput.BaseStream.CopyToAsync(output);
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output.ToArray() : throw new InvalidOperationException($"ffmpeg ended with {process.ExitCode}.");
    }
}
