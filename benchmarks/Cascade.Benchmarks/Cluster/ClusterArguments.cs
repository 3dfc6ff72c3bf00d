using System.Globalization;

namespace Cascade.Benchmarks.Cluster;

/// <summary>What <c>cluster-costs</c> and <c>cluster-sim</c> are told.</summary>
internal sealed record ClusterArguments
{
    /// <summary>A file of costs, or null.</summary>
    public string? Costs { get; init; }

    /// <summary>The sizes of clusters.</summary>
    public IReadOnlyList<int> Nodes { get; init; } = [10, 100, 1_000];

    /// <summary>The part of a node's processor that streams take when all nodes are up.</summary>
    public double Fill { get; init; } = 0.5;

    /// <summary>The mean time between failures of a node.</summary>
    public double MtbfHours { get; init; } = 24;

    /// <summary>A stream is saved at each event, and after so long without one.</summary>
    public double SnapshotSeconds { get; init; } = 2;

    public int Seed { get; init; } = 1;

    public Arguments Output { get; init; } = new();

    /// <exception cref="ArgumentException">An argument is unknown, lacks its value or is out of range.</exception>
    public static ClusterArguments Parse(string[] arguments)
    {
        ClusterArguments parsed = new();
        for (int i = 0; i < arguments.Length; i++)
        {
            string Value() => ++i < arguments.Length ? arguments[i] : throw new ArgumentException($"{arguments[i - 1]} needs a value.");
            parsed = arguments[i] switch
            {
                "--costs" => parsed with { Costs = Value() },
                "--nodes" => parsed with { Nodes = [(int)Number(Value(), 2, 10_000)] },
                "--fill" => parsed with { Fill = Number(Value(), 0.1, 0.9) },
                "--mtbf-hours" => parsed with { MtbfHours = Number(Value(), 0.1, 1e6) },
                "--snapshot-s" => parsed with { SnapshotSeconds = Number(Value(), 0.5, 3_600) },
                "--seed" => parsed with { Seed = (int)Number(Value(), 0, int.MaxValue) },
                "--json" => parsed with { Output = parsed.Output with { Json = true } },
                "--check" => parsed with { Output = parsed.Output with { Check = true } },
                string other => throw new ArgumentException($"There is no argument '{other}'."),
            };
        }

        return parsed;
    }

    private static double Number(string text, double least, double most) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value >= least && value <= most
            ? value
            : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"'{text}' is no number from {least} to {most}."));
}
