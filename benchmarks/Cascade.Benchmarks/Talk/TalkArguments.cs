using System.Globalization;

namespace Cascade.Benchmarks.Talk;

/// <summary>The arguments of talk.</summary>
internal sealed record TalkArguments
{
    public int Conversations { get; init; } = 50;

    public int Seconds { get; init; } = 60;

    /// <summary>Gets whether the recogniser has a grammar in place of its full vocabulary.</summary>
    public bool UsesGrammar { get; init; }

    /// <summary>Gets the share of client calls that are made to fail, 0 to 1.</summary>
    public double Faults { get; init; }

    /// <summary>Gets the fault that is made on purpose.</summary>
    public TalkBreak Break { get; init; }

    public bool Json { get; init; }

    /// <exception cref="ArgumentException">An argument is unknown or lacks its value.</exception>
    public static TalkArguments Parse(string[] arguments)
    {
        TalkArguments parsed = new();
        for (int i = 0; i < arguments.Length; i++)
        {
            int Value() => ++i < arguments.Length && int.TryParse(arguments[i], NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0
                ? number
                : throw new ArgumentException($"{arguments[i - 1]} needs a positive whole number.");
            parsed = arguments[i] switch
            {
                "--conversations" => parsed with { Conversations = Value() },
                "--seconds" => parsed with { Seconds = Value() },
                "--minutes" => parsed with { Seconds = 60 * Value() },
                "--faults" => parsed with { Faults = Value() / 100.0 },
                "--grammar" => parsed with { UsesGrammar = true },
                "--break" => ++i < arguments.Length && Enum.TryParse(arguments[i], ignoreCase: true, out TalkBreak fault)
                    ? parsed with { Break = fault }
                    : throw new ArgumentException("--break needs lost, doubled or stuck."),
                "--json" => parsed with { Json = true },
                string other => throw new ArgumentException($"There is no argument '{other}'."),
            };
        }

        return parsed;
    }
}
