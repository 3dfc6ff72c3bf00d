using System.Diagnostics;
using Cascade.Speech.Tests.Shared;
using Cascade.Visemes;

namespace Cascade.Benchmarks.Visemes;

/// <summary><c>visemes</c>: how well shapes found in audio agree with those of a voice's phonemes, for a voice and sentences that nothing was learned from.</summary>
internal static class VisemesCommand
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        int at = Array.IndexOf(arguments, "--write");
        string? path = at < 0 ? null : at + 1 < arguments.Length ? arguments[at + 1] : throw new ArgumentException("--write needs a file.");
        Arguments output = Arguments.Parse([.. arguments.Where((_, i) => at < 0 || (i != at && i != at + 1))]);
        Report report = new("visemes", output);
        Dictionary<string, VisemeSpeech[]> training = [];
        foreach (string voice in VisemeSpeech.Voices)
        {
            training[voice] = await VisemeSpeech.SpeakAsync(voice, HarvardSentences.All);
        }

        foreach (string voice in VisemeSpeech.Voices)
        {
            VisemeModel model = VisemeTrainer.Train(training.Where(pair => pair.Key != voice).SelectMany(pair => pair.Value));
            VisemeScore score = new();
            foreach (VisemeSpeech speech in await VisemeSpeech.SpeakAsync(voice, Sentences.All))
            {
                score.Add(speech, model);
            }

            (string Name, double Value)[] figures = score.Figures();
            report.Row($"{voice}, learned from the three other voices", figures);
            report.AtLeast($"{voice}: correlation of the opening", figures[0].Value, 0.6, "");
        }

        VisemeModel all = VisemeTrainer.Train(training.Values.SelectMany(speech => speech));
        MeasureCost(report, training["slt"], all);
        if (path is not null)
        {
            await File.WriteAllTextAsync(path, all.Write());
        }

        return report.ExitCode;
    }

    private static void MeasureCost(Report report, VisemeSpeech[] speech, VisemeModel model)
    {
        VisemeScore score = new();
        Array.ForEach(speech, one => score.Add(one, model)); // compiled by now
        long began = Stopwatch.GetTimestamp();
        foreach (VisemeSpeech one in speech)
        {
            VisemeDetector detector = new(model);
            detector.Push(one.Samples);
            detector.Complete();
        }

        double seconds = speech.Sum(one => (double)one.Samples.Length / SampleClock.SampleRateHz);
        report.Row("shapes from audio", ("% of one core a voice", 100 * Stopwatch.GetElapsedTime(began).TotalSeconds / seconds));
    }
}
