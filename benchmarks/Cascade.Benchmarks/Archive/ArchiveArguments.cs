using System.Globalization;

namespace Cascade.Benchmarks.Archive;

/// <summary>What <c>archive</c> is told.</summary>
internal sealed record ArchiveArguments
{
    public int Files { get; init; } = 1_000;

    /// <summary>The length of each file.</summary>
    public double Seconds { get; init; } = 10;

    public int Rounds { get; init; } = 3;

    public Arguments Output { get; init; } = new();

    /// <exception cref="ArgumentException">An argument is unknown, lacks its value or is out of range.</exception>
    public static ArchiveArguments Parse(string[] arguments)
    {
        ArchiveArguments parsed = new();
        for (int i = 0; i < arguments.Length; i++)
        {
            string Value() => ++i < arguments.Length ? arguments[i] : throw new ArgumentException($"{arguments[i - 1]} needs a value.");
            parsed = arguments[i] switch
            {
                "--files" => parsed with { Files = (int)Number(Value(), 1, 1_000_000) },
                "--seconds" => parsed with { Seconds = Number(Value(), 0.1, 20) },
                "--rounds" => parsed with { Rounds = (int)Number(Value(), 1, 100) },
                "--json" => parsed with { Output = parsed.Output with { Json = true } },
                "--check" => parsed with { Output = parsed.Output with { Check = true } },
                string other => throw new ArgumentException($"There is no argument '{other}'."),
            };
        }

        return parsed;
    }

    private static double Number(string text, double least, double most) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) && value >= least && value <= most
            ? value
            : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"'{text}' is no number from {least} to {most}."));
}
