using System.Buffers.Binary;
using System.Text.Json;

namespace Cascade.Benchmarks.Compare;

/// <summary>What automatic gain does to speech that is softer and softer: the labelled mixtures of <c>eng/comparison</c>, with gain and without.</summary>
internal static class GainCommand
{
    private const int StepsPerSecond = 100; // of the labels
    private static readonly int[] Levels = [-24, -44, -54, -64, -74, -84]; // dBFS of speech; the mixtures have the first
    private static readonly string[] Loudnesses = ["20", "10"]; // of the noise below speech, in dB

    /// <exception cref="ArgumentException">The folder has no mixtures.</exception>
    public static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments.Length != 1 || !File.Exists(Path.Combine(arguments[0], "labels.json")))
        {
            throw new ArgumentException("gain needs the folder of mixtures that eng/comparison/compare.sh makes: obj/comparison/mixtures.");
        }

        using JsonDocument json = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(arguments[0], "labels.json")));
        bool[] labels = [.. json.RootElement.GetProperty("labels").GetString()!.Select(label => label == '1')];
        string[] noises = [.. json.RootElement.GetProperty("noises").EnumerateArray().Select(noise => noise.GetString()!)];
        Report report = new("gain", new Arguments());
        report.Note("F1 in percent of each 10 ms, without and with automatic gain: clean, and the mean of all noises 20 and 10 dB below speech");
        bool harmsNothing = true;
        foreach (int level in Levels)
        {
            double[] clean = await ScoreAsync([Path.Combine(arguments[0], "clean.wav")], level - Levels[0], labels);
            double[] noisy = await ScoreAsync([.. noises.SelectMany(noise => Loudnesses.Select(loudness => Path.Combine(arguments[0], $"{noise}-{loudness}.wav")))], level - Levels[0], labels);
            report.Row($"speech at {level} dBFS", ("clean", clean[0]), ("clean, gain", clean[1]), ("noisy", noisy[0]), ("noisy, gain", noisy[1]));
            harmsNothing &= clean[1] > clean[0] - 1 && noisy[1] > noisy[0] - 1;
        }

        return harmsNothing ? report.ExitCode : 1;
    }

    private static async Task<double[]> ScoreAsync(string[] files, int decibels, bool[] labels)
    {
        double[] means = new double[2];
        foreach (string file in files)
        {
            byte[] audio = Softer((await Recording.LoadAsync(file)).Bytes.ToArray(), Math.Pow(10, decibels / 20.0));
            means[0] += await ScoreAsync(audio, automaticGain: false, labels) / files.Length;
            means[1] += await ScoreAsync(audio, automaticGain: true, labels) / files.Length;
        }

        return means;
    }

    private static async Task<double> ScoreAsync(byte[] audio, bool automaticGain, bool[] labels)
    {
        await using StreamProcessor processor = new(new() { Engine = VadEngine.Managed(), AutomaticGain = automaticGain, Audio = ResultAudio.None });
        bool[] found = new bool[labels.Length];
        foreach (SpeechSegment segment in (await processor.ProcessChunkAsync(audio)).Concat(await processor.FlushAsync()).OfType<SpeechSegment>())
        {
            int first = (int)Math.Round(segment.Start.TotalSeconds * StepsPerSecond);
            int end = Math.Min(labels.Length, (int)Math.Round(segment.End.TotalSeconds * StepsPerSecond));
            Array.Fill(found, true, first, Math.Max(0, end - first));
        }

        double hit = labels.Where((label, i) => label && found[i]).Count();
        return 200 * hit / (labels.Count(label => label) + found.Count(step => step));
    }

    private static byte[] Softer(byte[] audio, double factor)
    {
        for (int i = 0; i < audio.Length; i += 2)
        {
            BinaryPrimitives.WriteInt16LittleEndian(audio.AsSpan(i), (short)Math.Round(factor * BinaryPrimitives.ReadInt16LittleEndian(audio.AsSpan(i))));
        }

        return audio;
    }
}
