using System.Text.Json;

namespace Cascade.Tests.Cli;

/// <summary>The arguments that express a parameter set, and silero's answers for each recording.</summary>
internal sealed record CommandLineGolden(string[] Arguments, (JsonElement Recording, JsonElement Answer)[] Answers)
{
    private static readonly (string Parameter, string Option)[] Iterator =
        [("threshold", "--threshold"), ("min_silence_duration_ms", "--min-silence-ms"), ("speech_pad_ms", "--pad-ms")];

    private static readonly (string Parameter, string Option)[] All =
    [
        .. Iterator, ("neg_threshold", "--exit-threshold"), ("min_speech_duration_ms", "--min-speech-ms"), ("max_speech_duration_s", "--max-speech-s"),
        ("min_silence_at_max_speech", "--silence-at-max-ms"),
    ];

    /// <summary>Sets with the parameters that silero's iterator has; it has no exit threshold of its own.</summary>
    public static IEnumerable<CommandLineGolden> Stream => Read(_ => true, Iterator);

    /// <summary>The sets whose answers are samples: the command line has no rounding of seconds. The first is that of the defaults.</summary>
    public static IEnumerable<CommandLineGolden> Offline => Read(parameters => !parameters.GetProperty("return_seconds").GetBoolean(), All);

    public string[] Files => [.. Answers.Select(a => CommandLine.Recording(a.Recording.GetProperty("wav").GetString()!))];

    public override string ToString() => string.Join(' ', Arguments);

    // What each value does is tested with the library. Here each option has to arrive there: a set proves something when it is the first to change one from the defaults.
    private static IEnumerable<CommandLineGolden> Read(Func<JsonElement, bool> isExpressible, (string Parameter, string Option)[] options)
    {
        CommandLineGolden[] all = [.. ReadAll(isExpressible, options)];
        HashSet<string> defaults = [.. Pairs(all[0])];
        HashSet<string> changed = [];
        return all.Where(golden => golden == all[0] || IsFirst(golden));

        bool IsFirst(CommandLineGolden golden)
        {
            int before = changed.Count;
            changed.UnionWith(Pairs(golden).Except(defaults).Select(pair => pair.Split(' ')[0]));
            return changed.Count > before;
        }
    }

    private static IEnumerable<string> Pairs(CommandLineGolden golden) => golden.Arguments.Chunk(2).Select(pair => string.Join(' ', pair));

    // Recordings with the same arguments share a process.
    private static IEnumerable<CommandLineGolden> ReadAll(Func<JsonElement, bool> isExpressible, (string Parameter, string Option)[] options) =>
        from path in Directory.GetFiles(CommandLine.GoldenFolder, "*.v6.json").Order()
        let recording = JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(path))
        where recording.GetProperty("sampling_rate").GetInt32() == 16_000
        from answer in recording.GetProperty("results").EnumerateArray()
        let parameters = answer.GetProperty("params")
        where isExpressible(parameters)
        group (recording, answer) by string.Join(' ', Express(parameters, options)) into same
        select new CommandLineGolden(same.Key.Split(' '), [.. same.DistinctBy(s => s.recording.GetProperty("wav").GetString())]);

    private static IEnumerable<string> Express(JsonElement parameters, (string Parameter, string Option)[] options)
    {
        foreach ((string parameter, string option) in options)
        {
            JsonElement value = parameters.GetProperty(parameter);
            if (value.ValueKind == JsonValueKind.Number)
            {
                yield return option;
                yield return value.GetRawText();
            }
        }

        if (options == All)
        {
            yield return "--cut";
            yield return parameters.GetProperty("use_max_poss_sil_at_max_speech").GetBoolean() ? "longest" : "last";
        }
    }
}
