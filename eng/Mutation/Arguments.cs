using System.Globalization;

namespace Cascade.Mutation;

/// <summary>What the program is told.</summary>
internal sealed record Arguments
{
    // The tests that a change of what becomes of frames fails in, the quick and telling ones first; every other test is of something else, or the same at a higher price.
    private static readonly string[] DefaultFilters =
    [
        Classes("MaximumSpeechTests", "FlushTests", "CancellationTests", "LifetimeTests", "Trust.UpdateTests", "SpeechTimestampsTests", "SegmentationTests", "FramingTests"),
        Classes("SegmentTests", "ChunkingTests", "SourceTests", "Trust.B", "Trust.ModelBased", "StreamBatchTests", "Tests.GoldenTests", "InputFormatTests", "Native8kHzTests"),
    ];

    /// <summary>The folders whose files are mutated.</summary>
    public IReadOnlyList<string> Folders { get; init; } = ["src/Cascade/Segmentation", "src/Cascade/Framing"];

    /// <summary>The tests, in groups that are run one after another until one fails.</summary>
    public IReadOnlyList<string> Filters { get; init; } = DefaultFilters;

    /// <summary>How many mutants are tried at a time.</summary>
    public int Jobs { get; init; } = Environment.ProcessorCount;

    /// <summary>How long a group of tests may take. One that takes longer has met an endless loop.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>The only mutants to try; all if empty.</summary>
    public IReadOnlyList<int> Only { get; init; } = [];

    /// <summary>Whether the mutants are only listed.</summary>
    public bool List { get; init; }

    public static Arguments Parse(string[] arguments)
    {
        Arguments parsed = new();
        for (int i = 0; i < arguments.Length; i++)
        {
            string Value() => ++i < arguments.Length ? arguments[i] : throw new ArgumentException($"{arguments[i - 1]} needs a value.");
            parsed = arguments[i] switch
            {
                "--folders" => parsed with { Folders = [.. Value().Split(',').Select(folder => folder.TrimEnd('/'))] },
                "--filter" => parsed with { Filters = [Value()] },
                "--jobs" => parsed with { Jobs = Number(Value()) },
                "--seconds" => parsed with { Limit = TimeSpan.FromSeconds(Number(Value())) },
                "--only" => parsed with { Only = [.. Value().Split(',').Select(Number)] },
                "--list" => parsed with { List = true },
                string other => throw new ArgumentException($"There is no argument '{other}'."),
            };
        }

        return parsed;
    }

    private static string Classes(params string[] names) => string.Join('|', names.Select(name => $"FullyQualifiedName~{name}"));

    private static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0
        ? number
        : throw new ArgumentException($"'{text}' is not a positive whole number.");
}
