using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cascade.Benchmarks.Compare;

/// <summary>Cascade's part of <c>eng/comparison/compare.sh</c>: the speech in every recording of a folder, and the cost of a frame, as one JSON object.</summary>
internal static class SegmentsCommand
{
    private const int ChunkBytes = SampleClock.FrameSamples * sizeof(short);

    /// <summary>Runs one variant over a folder of WAV files of 16 kHz mono PCM16.</summary>
    /// <param name="arguments">The variant (<c>onnx</c>, <c>managed</c> or <c>confirmed</c>, then <c>:equal</c> or <c>:defaults</c>) and the folder.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments.Length != 2 || !Directory.Exists(arguments[1]))
        {
            throw new ArgumentException("segments needs a variant, such as managed:equal, and a folder of WAV files.");
        }

        StreamProcessorOptions options = OptionsOf(arguments[0]);
        string[] files = [.. Directory.GetFiles(arguments[1], "*.wav").Order(StringComparer.Ordinal)];
        JsonObject speech = [];
        List<double> costs = [];

        // The first recording is heard twice: once to compile the code, once to be counted.
        foreach (string file in files.Prepend(files[0]))
        {
            Recording recording = await Recording.LoadAsync(file);
            await using StreamProcessor processor = new(options);
            await processor.InitializeAsync();
            List<SpeechSegment> found = [];
            long start = Stopwatch.GetTimestamp();
            for (int at = 0; at < recording.Bytes.Length; at += ChunkBytes)
            {
                found.AddRange((await processor.ProcessChunkAsync(recording.Bytes.Slice(at, Math.Min(ChunkBytes, recording.Bytes.Length - at)))).OfType<SpeechSegment>());
            }

            found.AddRange((await processor.FlushAsync()).OfType<SpeechSegment>());
            costs.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds / (recording.Bytes.Length / (double)ChunkBytes));
            speech[Path.GetFileNameWithoutExtension(file)] = new JsonArray([.. found.Select(segment => new JsonArray(segment.Start.TotalSeconds, segment.End.TotalSeconds))]);
        }

        double[] sorted = [.. costs.Skip(1).Order()];
        JsonObject answer = new() { ["machine"] = Machine.Line, ["microseconds"] = sorted[0], ["median"] = sorted[sorted.Length / 2], ["speech"] = speech };
        Console.WriteLine(answer.ToJsonString(new JsonSerializerOptions { WriteIndented = false }));
        return 0;
    }

    private static StreamProcessorOptions OptionsOf(string variant)
    {
        VadEngine engine = variant.StartsWith("onnx:", StringComparison.Ordinal) ? VadEngine.OnnxRuntime() : VadEngine.Managed();
        SpeechSettings speech = variant.Split(':')[1] switch
        {
            "equal" => new SpeechSettings { SpeechPad = TimeSpan.Zero },
            "defaults" => new SpeechSettings(),
            string other => throw new ArgumentException($"There are no settings '{other}'."),
        };
        if (variant.StartsWith("confirmed:", StringComparison.Ordinal))
        {
            speech = speech with { StartConfirmation = TimeSpan.FromMilliseconds(250) };
        }

        return new StreamProcessorOptions { Engine = engine, Speech = speech with { Results = ResultKinds.Segments } };
    }
}
