using System.Diagnostics;
using Cascade.Benchmarks.Load;
using Cascade.Speech.Tests.Shared;
using Microsoft.Extensions.AI;

namespace Cascade.Benchmarks.Speech;

/// <summary>The time from the end of an utterance to its text, with more and more people who speak at the same time.</summary>
internal static class SpeakersCommand
{
    private const double ShareOfSpeech = 0.4;
    private const double CycleSeconds = 7.5; // from one utterance to the next: nobody begins in step with others
    private const double MaximumMilliseconds = 300;
    private const int BytesPerSecond = 32_000;
    private const int Decoders = 2;

    public static async Task<int> RunAsync(Arguments arguments, int seconds)
    {
        Report report = new("speech load", arguments);
        byte[][] speech = [.. Sentences.Voices.SelectMany(voice => Sentences.All.Select(text => Spoken.Pcm(voice, text)))];
        foreach ((string name, SpeechWorkerOptions options) in new[] { ("grammar", SpeechPools.Grammar), ("fastest", SpeechPools.Fastest), ("fast", SpeechPools.Fast), ("accurate", SpeechPools.Accurate) })
        {
            foreach (int speakers in new[] { 1, 10, 50 })
            {
                double p95 = await MeasureAsync(report, $"{name}, {speakers} speakers", options, speakers, speech, TimeSpan.FromSeconds(seconds));
                if (name == "fastest" && speakers == 50)
                {
                    report.Limit("end of speech to text p95, fastest settings, 50 speakers", p95, MaximumMilliseconds, "ms");
                }
            }
        }

        return report.ExitCode;
    }

    private static async Task<double> MeasureAsync(Report report, string name, SpeechWorkerOptions options, int speakers, byte[][] speech, TimeSpan length)
    {
        await using SpeechWorkers workers = new(options with { Count = Decoders });
        await workers.InitializeAsync();
        Histogram delays = new();
        TimeSpan before = WorkerTime(workers);
        long began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, speakers).Select(speaker => SpeakAsync(workers, new Random(speaker + 1), speech, length, delays)));
        double elapsed = Stopwatch.GetElapsedTime(began).TotalSeconds;
        double share = (WorkerTime(workers) - before).TotalSeconds / elapsed / Environment.ProcessorCount;
        report.Row(
            name,
            ("utterances", delays.Count),
            ("p50 ms", delays.Milliseconds(0.5)),
            ("p95 ms", delays.Milliseconds(0.95)),
            ("p99 ms", delays.Milliseconds(0.99)),
            ("workers' CPU %", share * 100),
            ("memory MB", workers.GetStats().Memory / 1e6));
        return delays.Milliseconds(0.95);
    }

    // One who speaks and listens by turns. The utterance is sent when it has ended, as the detection in front would.
    private static async Task SpeakAsync(SpeechWorkers workers, Random random, byte[][] speech, TimeSpan length, Histogram delays)
    {
        long began = Stopwatch.GetTimestamp();
        TimeSpan due = TimeSpan.FromSeconds(random.NextDouble() * CycleSeconds);
        while (true)
        {
            byte[] utterance = speech[random.Next(speech.Length)];
            double seconds = utterance.Length / (double)BytesPerSecond;
            due += TimeSpan.FromSeconds(seconds);
            if (due > length)
            {
                return;
            }

            TimeSpan wait = due - Stopwatch.GetElapsedTime(began);
            await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
            long sent = Stopwatch.GetTimestamp();
            SpeechToTextResponse heard = await workers.GetTextAsync(new MemoryStream(utterance), new() { SpeechSampleRate = 16_000 });
            delays.Add(Stopwatch.GetElapsedTime(sent));
            GC.KeepAlive(heard);
            due += TimeSpan.FromSeconds(seconds * (1 / ShareOfSpeech - 1) * (0.5 + random.NextDouble()));
        }
    }

    private static TimeSpan WorkerTime(SpeechWorkers workers)
    {
        TimeSpan sum = TimeSpan.Zero;
        foreach (int id in workers.Pool.ProcessIds)
        {
            using Process process = Process.GetProcessById(id);
            sum += process.TotalProcessorTime;
        }

        return sum;
    }
}
