using System.Diagnostics;
using Cascade.Speech.Tests.Shared;
using Microsoft.Extensions.AI;

namespace Cascade.Benchmarks.Speech;

/// <summary>How well pocketsphinx hears, how fast, and how well its words lie on the clock.</summary>
internal static class WordsCommand
{
    private const int BytesPerSecond = 32_000;
    private const int HeaderBytes = 44;

    public static async Task<int> RunAsync(Arguments arguments)
    {
        Report report = new("speech words", arguments);
        (byte[] Wav, string Text)[] human = [.. LibriVox.Read().Select(recording => (File.ReadAllBytes(recording.Path), recording.Text))];
        await MeasureAsync(report, "full vocabulary, accurate", SpeechPools.Accurate, human, synthetic: 0.08, librivox: 0.35);
        await MeasureAsync(report, "full vocabulary, fast", SpeechPools.Fast, human, synthetic: null, librivox: null);
        await MeasureAsync(report, "full vocabulary, fastest", SpeechPools.Fastest, human, synthetic: null, librivox: null);
        await MeasureAsync(report, "grammar of the sentences", SpeechPools.Grammar, [], synthetic: 0, librivox: null);
        await MeasureTimesAsync(report);
        return report.ExitCode;
    }

    private static async Task MeasureAsync(
        Report report, string name, SpeechWorkerOptions options, (byte[] Wav, string Text)[] human, double? synthetic, double? librivox)
    {
        await using SpeechWorkers workers = new(options with { Count = 1 });
        await workers.InitializeAsync();
        WordErrors all = new();
        foreach (string voice in Sentences.Voices)
        {
            WordErrors errors = await HearAsync(report, workers, $"{name}: {voice}", [.. Sentences.All.Select(text => (Spoken.Wav(voice, text), text))]);
            all.Add(errors);
        }

        if (synthetic is { } limit)
        {
            report.Limit($"{name}: words wrong, all synthetic voices", all.Rate * 100, limit * 100, "%");
        }

        if (human.Length > 0)
        {
            WordErrors errors = await HearAsync(report, workers, $"{name}: LibriVox", human);
            if (librivox is { } humanLimit)
            {
                report.Limit($"{name}: words wrong, LibriVox", errors.Rate * 100, humanLimit * 100, "%");
            }
        }
    }

    private static async Task<WordErrors> HearAsync(Report report, SpeechWorkers workers, string name, (byte[] Wav, string Text)[] speech)
    {
        WordErrors errors = new();
        TimeSpan elapsed = TimeSpan.Zero;
        double seconds = 0;
        foreach ((byte[] wav, string text) in speech)
        {
            long began = Stopwatch.GetTimestamp();
            string heard = (await workers.GetTextAsync(new MemoryStream(wav))).Text;
            elapsed += Stopwatch.GetElapsedTime(began);
            seconds += (wav.Length - HeaderBytes) / (double)BytesPerSecond;
            errors.Add(text, heard);
        }

        report.Row(name, ("words", errors.Words), ("wrong %", errors.Rate * 100), ("RTF", elapsed.TotalSeconds / seconds), ("memory MB", workers.GetStats().Memory / 1e6));
        return errors;
    }

    // Against the segment that the detection finds, and against the times that flite itself gives its words.
    private static async Task MeasureTimesAsync(Report report)
    {
        await using SpeechWorkers workers = new(SpeechPools.Grammar with { Count = 1 });
        foreach (string voice in Sentences.Voices)
        {
            List<double> starts = [];
            List<double> ends = [];
            foreach (string text in Sentences.All)
            {
                (SpeechSegment segment, IReadOnlyList<SpeechWord> words) = await WordTimes.HearAsync(workers, Spoken.Pcm(voice, text));
                starts.Add((words[0].Start - segment.Start).TotalMilliseconds);
                ends.Add((words[^1].End - segment.End).TotalMilliseconds);
            }

            report.Row($"first word's start less the segment's, ms: {voice}", ("least", starts.Min()), ("mean", starts.Average()), ("most", starts.Max()), ("within 100, %", ShareWithin(starts)));
            report.Row($"last word's end less the segment's, ms: {voice}", ("least", ends.Min()), ("mean", ends.Average()), ("most", ends.Max()), ("within 100, %", ShareWithin(ends)));
        }

        await using SystemTextToSpeechClient flite = new(new() { Engine = SystemVoice.Flite });
        List<double> distances = [];
        foreach (string text in Sentences.All)
        {
            TextToSpeechResponse spoken = await flite.GetAudioAsync(text);
            byte[] wav = spoken.Contents.OfType<DataContent>().Single().Data.ToArray();
            IReadOnlyList<SpeechWord> said = SpeechWords.Of(spoken.AdditionalProperties);
            IReadOnlyList<SpeechWord> heard = SpeechWords.Of((await workers.GetTextAsync(new MemoryStream(wav))).AdditionalProperties);
            distances.AddRange(said.Zip(heard, (a, b) => Math.Max(Math.Abs((a.Start - b.Start).TotalMilliseconds), Math.Abs((a.End - b.End).TotalMilliseconds))));
        }

        distances.Sort();
        report.Row("a word's times, from those that flite gives it, ms", ("median", distances[distances.Count / 2]), ("p95", distances[distances.Count * 95 / 100]), ("most", distances[^1]));
    }

    private static double ShareWithin(List<double> distances) => 100.0 * distances.Count(distance => Math.Abs(distance) <= 100) / distances.Count;
}
