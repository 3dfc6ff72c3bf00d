using System.Globalization;

namespace Cascade.Benchmarks;

/// <summary>What the commands of this program other than bdn are told.</summary>
internal sealed record Arguments
{
    /// <summary>The recording. The default was copied beside the program when it was built.</summary>
    public string Wav { get; init; } = Path.Combine(AppContext.BaseDirectory, "conversation.wav");

    /// <summary>How often each contender takes its turn.</summary>
    public int Rounds { get; init; } = 20;

    /// <summary>Minutes of audio.</summary>
    public int Minutes { get; init; } = 60;

    /// <summary>One JSON object a line in place of text.</summary>
    public bool Json { get; init; }

    /// <summary>Whether a missed limit is an exit code.</summary>
    public bool Check { get; init; }

    /// <exception cref="ArgumentException">An argument is unknown or lacks its value.</exception>
    public static Arguments Parse(string[] arguments)
    {
        Arguments parsed = new();
        for (int i = 0; i < arguments.Length; i++)
        {
            string Value() => ++i < arguments.Length ? arguments[i] : throw new ArgumentException($"{arguments[i - 1]} needs a value.");
            parsed = arguments[i] switch
            {
                "--wav" => parsed with { Wav = Value() },
                "--rounds" => parsed with { Rounds = Count(Value()) },
                "--minutes" => parsed with { Minutes = Count(Value()) },
                "--json" => parsed with { Json = true },
                "--check" => parsed with { Check = true },
                string other => throw new ArgumentException($"There is no argument '{other}'."),
            };
        }

        return parsed;
    }

    private static int Count(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count > 0
        ? count
        : throw new ArgumentException($"'{text}' is not a positive whole number.");
}
