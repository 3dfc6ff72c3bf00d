using System.Diagnostics;
using System.IO.MemoryMappedFiles;
using Cascade.Speech.Tests.Shared;

namespace Cascade.Benchmarks.Speech;

/// <summary>What it costs to send audio to a worker through the pipe, beside a file in memory that both map.</summary>
internal static class PipeCommand
{
    private const int Rounds = 20;

    public static async Task<int> RunAsync(Arguments arguments)
    {
        Report report = new("speech pipe", arguments);
        await using SpeechWorkers workers = new(new()
        {
            Engine = new HostedRecognizer(typeof(FaultyClient).Assembly.Location, typeof(FaultyClient).FullName!),
            Count = 1,
            MaximumAudio = TimeSpan.FromHours(1),
        });
        await workers.InitializeAsync();
        foreach (int seconds in new[] { 1, 3, 30, 600 })
        {
            double pipe = 0;
            double copy = 0;
            for (int round = 0; round < Rounds; round++)
            {
                MemoryStream audio = Utterances.Of(Fault.None, milliseconds: seconds * 1000);
                long began = Stopwatch.GetTimestamp();
                GC.KeepAlive(await workers.GetTextAsync(audio, Utterances.Options));
                pipe += Stopwatch.GetElapsedTime(began).TotalMilliseconds / Rounds;
                copy += MapMilliseconds(audio.ToArray()) / Rounds;
            }

            report.Row($"{seconds} s of audio, a job that decodes nothing", ("whole job ms", pipe), ("write and map a file ms", copy));
        }

        return report.ExitCode;
    }

    private static double MapMilliseconds(byte[] audio)
    {
        string path = Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"cascade-{Guid.NewGuid():N}");
        long began = Stopwatch.GetTimestamp();
        File.WriteAllBytes(path, audio);
        using (MemoryMappedFile file = MemoryMappedFile.CreateFromFile(path))
        using (MemoryMappedViewAccessor view = file.CreateViewAccessor())
        {
            for (long at = 0; at < audio.Length; at += 4096)
            {
                view.ReadByte(at);
            }
        }

        File.Delete(path);
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }
}
