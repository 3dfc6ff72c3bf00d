using System.Globalization;

namespace Cascade.Mutation;

/// <summary>What the program is told.</summary>
internal sealed record Arguments
{
    // The tests of what becomes of bytes, frames and probabilities, the quick and telling ones first. Every other test is of something else, or the same at a higher price.
    private static readonly string[] DefaultTests =
    [
        Classes("Trust.FramingTests", "Trust.SegmentMemoryTests", "Trust.SourceReaderTests", "Trust.PendingEndTests", "Trust.CountersTests", "Trust.SegmentEdgeTests", "MaximumSpeechTests", "FlushTests", "CancellationTests", "Diagnostics.StatsTests"),
        Classes("Trust.SegmentationTests", "Trust.ScriptTests", "SpeechTimestampsTests", "Trust.UpdateTests", "Trust.StalledInputTests", "Trust.BatchOptionsTests", "LifetimeTests", "SourceTests", "ResultAudioTests", "OptionsTests", "Diagnostics.MetricsTests"),
        Classes("Trust.BoundsTests", "Trust.FaultTests", "Trust.LongRunTests", "Trust.LateSourceTests", "Trust.ModelBasedTests.AnySequence", "Trust.ModelBasedTests.AnyBytes", "ChunkingTests", "StreamBatchTests"),
        Classes("SegmentTests", "InputFormatTests", "Native8kHzTests"),
    ];

    /// <summary>The folders whose files are mutated.</summary>
    public IReadOnlyList<string> Folders { get; init; } = ["src/Cascade/Segmentation", "src/Cascade/Framing"];

    /// <summary>Patterns of the tests' full names, in groups that are run one after another until a test fails.</summary>
    public IReadOnlyList<string> Tests { get; init; } = DefaultTests;

    /// <summary>How many mutants are tried at a time.</summary>
    public int Jobs { get; init; } = Environment.ProcessorCount;

    /// <summary>How much processor time a group of tests may take. One that takes more has met an endless loop.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The only mutants to try; all if empty.</summary>
    public IReadOnlyList<int> Only { get; init; } = [];

    /// <summary>Whether the mutants are only listed.</summary>
    public bool List { get; init; }

    /// <summary>Whether to show which test noticed a mutant.</summary>
    public bool Verbose { get; init; }

    public static Arguments Parse(string[] arguments)
    {
        Arguments parsed = new();
        for (int i = 0; i < arguments.Length; i++)
        {
            string Value() => ++i < arguments.Length ? arguments[i] : throw new ArgumentException($"{arguments[i - 1]} needs a value.");
            parsed = arguments[i] switch
            {
                "--folders" => parsed with { Folders = [.. Value().Split(',').Select(folder => folder.TrimEnd('/'))] },
                "--tests" => parsed with { Tests = ReferenceEquals(parsed.Tests, DefaultTests) ? [Value()] : [.. parsed.Tests, Value()] },
                "--jobs" => parsed with { Jobs = Number(Value()) },
                "--seconds" => parsed with { Limit = TimeSpan.FromSeconds(Number(Value())) },
                "--only" => parsed with { Only = [.. Value().Split(',').Select(Number)] },
                "--list" => parsed with { List = true },
                "--verbose" => parsed with { Verbose = true },
                string other => throw new ArgumentException($"There is no argument '{other}'."),
            };
        }

        return parsed;
    }

    private static string Classes(params string[] names) => $"\\bCascade\\.Tests\\.({string.Join('|', names).Replace(".", "\\.", StringComparison.Ordinal)})";

    private static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0
        ? number
        : throw new ArgumentException($"'{text}' is not a positive whole number.");
}
